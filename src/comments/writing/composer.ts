/** Stands in until the composer is here. */
export {};
