/** Types as a reader does, key events left out. */
export function typeIn(field: HTMLTextAreaElement | HTMLInputElement | null | undefined, text: string): void {
  if (!field) throw new Error('there is no field to type in');
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}
