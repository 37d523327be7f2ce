import { MatDialogConfig } from '@angular/material/dialog';

/**
 * How every dialog opens: the focus goes into it at once. Material would move it when the dialog has faded in, and with it what is
 * being typed into another field by then.
 */
export function dialogConfig<D>(wanted: Partial<MatDialogConfig<D>>): MatDialogConfig<D> {
  return Object.assign(new MatDialogConfig<D>(), { delayFocusTrap: false }, wanted);
}
