/** One visit of a page on the emulated phone line, until what it is for is painted. */
import { RequestLog, serialSteps } from './requests.mjs';
import { watchForPaint } from './paint.mjs';

/** 150 ms round trip, 1.6 Mbit/s; the way up as slow phones have it. */
const phoneLine = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8, connectionType: 'cellular4g' };
const screen = { width: 412, height: 915 };
const patience = 30_000;
const picture = 'R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

/** Nothing leaves this machine: whatever another host is asked for is a picture, from here. */
async function answerOtherHosts(client) {
  client.on('Fetch.requestPaused', ({ requestId }) => {
    client
      .send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders: [{ name: 'Content-Type', value: 'image/gif' }], body: picture })
      .catch(() => undefined);
  });
  await client.send('Fetch.enable', { patterns: [{ urlPattern: 'https://*' }] });
}

/** A tab of its own, with what is needed to watch it. */
export async function openTab(context, targets, { line = phoneLine, slowdown = 1, height = screen.height } = {}) {
  const tab = await context.newPage();
  await tab.setViewport({ ...screen, height, deviceScaleFactor: 1 });
  const client = await tab.createCDPSession();
  await client.send('Network.enable');
  if (line) await client.send('Network.emulateNetworkConditions', line);
  if (slowdown > 1) await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await answerOtherHosts(client);
  await client.send('Runtime.enable');
  await client.send('Runtime.addBinding', { name: 'reportPaint' });
  const painted = new Promise((resolve) =>
    client.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === 'reportPaint') resolve(Number(payload));
    }),
  );
  await tab.evaluateOnNewDocument(watchForPaint, targets);
  return { tab, client, painted };
}

/** Goes to a page and waits for the paint. */
export async function goAndWait({ tab, painted }, url) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${url}: nothing of what was waited for was painted in ${patience / 1000} s.`)), patience);
  });
  try {
    const arrival = tab.goto(url, { waitUntil: 'domcontentloaded' });
    arrival.catch(() => undefined);
    const time = await Promise.race([painted, late]);
    await arrival;
    return time;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A visit in a context of its own, or in one that has been here before.
 *
 * @param settle milliseconds without requests after which the visit ends; without it, it ends with the paint
 * @returns milliseconds from navigation to paint; how many requests were sent; how many serial steps those took that were answered
 *   before the paint, and their bytes; the URLs of what was sent
 */
export async function visit(browser, url, targets, { context, settle = 0, height } = {}) {
  const own = context ?? (await browser.createBrowserContext());
  const opened = await openTab(own, targets, { height });
  try {
    const log = new RequestLog(opened.client);
    const time = await goAndWait(opened, url);
    const moment = log.toTimestamp(time, await opened.tab.evaluate(() => performance.timeOrigin));
    if (settle) await opened.tab.waitForNetworkIdle({ idleTime: settle });
    const sent = log.sentBefore(settle ? Infinity : moment);
    const { host } = new URL(url);
    const answered = sent.filter((request) => request.end <= moment && new URL(request.url).host === host);
    return {
      time,
      requests: sent.length,
      steps: serialSteps(answered),
      bytes: answered.reduce((sum, request) => sum + request.bytes, 0),
      sent: sent.map((request) => new URL(request.url)),
    };
  } finally {
    await opened.tab.close();
    if (!context) await own.close();
  }
}
