import { addStyles } from '../base/add-styles.js';
import { buttons } from '../base/buttons.js';

/** The look of the button that tries again, which few readers meet. */
export function dress(root: ShadowRoot): void {
  addStyles(root, buttons);
}
