/**
 * Reads the fields that the page put in the form's slot.
 *
 * @returns their values by name; undefined when one of them is not valid, after the browser has said so
 */
export function readFields(slot: HTMLSlotElement): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const assigned of slot.assignedElements({ flatten: true })) {
    for (const field of [assigned, ...assigned.querySelectorAll('*')]) {
      const { name, value, type, checked } = field as HTMLInputElement;
      if (typeof (field as HTMLInputElement).reportValidity === 'function' && !(field as HTMLInputElement).reportValidity()) return undefined;
      const chosen = type !== 'checkbox' && type !== 'radio' || checked;
      if (name && typeof value === 'string' && chosen && type !== 'file') values[name] = value;
    }
  }
  return values;
}
