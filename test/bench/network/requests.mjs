/** The requests of a visit, from CDP's Network events: which reached the network, and how many had to follow each other. */

export class RequestLog {
  all = new Map();

  constructor(client) {
    client.on('Network.requestWillBeSent', ({ requestId, request, timestamp, wallTime, initiator, type }) => {
      if (!/^https?:/.test(request.url)) return;
      this.all.set(requestId, { url: request.url, start: timestamp, wallTime, initiator, isPage: type === 'Document', bytes: 0 });
    });
    const change = (id, values) => {
      if (this.all.has(id)) Object.assign(this.all.get(id), values);
    };
    client.on('Network.requestServedFromCache', ({ requestId }) => change(requestId, { isCached: true }));
    client.on('Network.responseReceived', ({ requestId, response }) => {
      if (response.fromDiskCache) change(requestId, { isCached: true });
    });
    client.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => change(requestId, { end: timestamp, bytes: encodedDataLength }));
  }

  /** Milliseconds since the page's time origin → CDP's clock. */
  toTimestamp(milliseconds, timeOrigin) {
    const page = [...this.all.values()].find(({ isPage }) => isPage);
    return page.start + (timeOrigin + milliseconds) / 1000 - page.wallTime;
  }

  /** Those that were sent over the network before a moment, first to last. */
  sentBefore(moment = Infinity) {
    return [...this.all.values()].filter(({ isCached, start }) => !isCached && start < moment).sort((one, other) => one.start - other.start);
  }
}

/** URLs of what asked for it: a page, or the scripts on the stack. */
function initiatorUrls({ url, stack }) {
  const urls = url ? [url] : [];
  for (let part = stack; part; part = part.parent) urls.push(...part.callFrames.map((frame) => frame.url));
  return urls;
}

/**
 * The longest chain of requests of which each could only start after the response of the one before. What the parser finds follows
 * the page; all else follows what asked for it, and whatever had ended before it started.
 */
export function serialSteps(requests) {
  const steps = new Map();
  for (const request of requests) {
    const earlier = requests.filter((other) => steps.has(other));
    const asking = initiatorUrls(request.initiator);
    const isBefore =
      request.initiator.type === 'parser' ? (other) => asking.includes(other.url) : (other) => asking.includes(other.url) || other.end <= request.start;
    steps.set(request, 1 + Math.max(0, ...earlier.filter(isBefore).map((other) => steps.get(other))));
  }
  return Math.max(0, ...steps.values());
}
