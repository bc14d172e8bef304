import type { PropertyDeclaration, ReactiveElement } from 'lit';

/**
 * Lit's `@property()` and `@state()` for the decorators of TypeScript's `experimentalDecorators`, which is how this project is
 * compiled. Lit's own serve the standard decorators too, and take 400 bytes more.
 */
export function property(options?: PropertyDeclaration) {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeScript wants void for a field and a descriptor for an accessor
  return (prototype: object, name: string): any => {
    const isAccessor = Object.hasOwn(prototype, name);
    (prototype.constructor as typeof ReactiveElement).createProperty(name, options);
    return isAccessor ? Object.getOwnPropertyDescriptor(prototype, name) : undefined;
  };
}

export function state() {
  return property({ state: true, attribute: false });
}
