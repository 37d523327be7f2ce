import { bootstrapApplication } from '@angular/platform-browser';
import { Widget } from './app/widget';

await bootstrapApplication(Widget);
