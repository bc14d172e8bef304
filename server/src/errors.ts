/** A setting that cannot be used, or a place that cannot; its message is one sentence for a person. */
export class StartError extends Error {
  override name = 'StartError';
}
