import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';

@Component({ selector: 'hf-root', imports: [RouterOutlet], template: `<router-outlet />` })
export class App {}
