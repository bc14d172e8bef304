/** JSON from a back end or from this browser's storage: it may be anything, and is looked into with care. */

/** The value; undefined for what is not JSON. */
export function parseJson(json: string | null | undefined): unknown {
  try {
    return json == null ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberIn(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

export function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A whole number that can be counted with exactly. */
export function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
