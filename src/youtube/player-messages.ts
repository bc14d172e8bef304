/**
 * Talks to YouTube's player by the messages that its frame understands, so that no script of YouTube's runs in the page.
 * A message is believed only from that very frame and from YouTube's own origins.
 */

const home = 'https://www.youtube-nocookie.com';
const origins = [home, 'https://www.youtube.com'];
/** How often the player is greeted until it answers, in milliseconds. */
const greetingInterval = 250;

/** The numbers of YouTube's IFrame Player API. */
export const playerState = { ended: 0, playing: 1, paused: 2, buffering: 3 };

/** What the player says. Each field is there when it was said. */
export interface PlayerMessage {
  ready?: true;
  /** A `playerState`, or another number that means nothing here. Once for each change. */
  state?: number;
  /** In seconds, as `duration`. */
  time?: number;
  duration?: number;
  rate?: number;
  /** YouTube's error code: 2, 5, 100, 101, 150 or 153. */
  error?: number;
  /** False while more videos of the playlist are to come. */
  last?: boolean;
}

type Command = 'playVideo' | 'pauseVideo' | 'seekTo' | 'addEventListener';

export class PlayerMessages {
  private isReady = false;
  private state?: number;
  private rate = 1;
  private waiting: [Command, unknown[]][] = [];
  private greeting?: ReturnType<typeof setInterval>;

  constructor(
    private frame: HTMLIFrameElement,
    private onMessage: (message: PlayerMessage) => void,
  ) {
    addEventListener('message', this.receive);
    // Before it has loaded it has no origin that a message may be sent to.
    frame.addEventListener('load', this.greet);
  }

  release(): void {
    removeEventListener('message', this.receive);
    this.frame.removeEventListener('load', this.greet);
    clearInterval(this.greeting);
  }

  /** Sends a command now, or when the player is ready. */
  send(command: Command, ...args: unknown[]): void {
    if (this.isReady) this.post({ event: 'command', func: command, args });
    else this.waiting.push([command, args]);
  }

  /** Says hello until the player answers: its script starts some time after its page has loaded. */
  private greet = (): void => {
    clearInterval(this.greeting);
    this.isReady = false;
    const sayHello = () => this.post({ event: 'listening' });
    sayHello();
    this.greeting = setInterval(sayHello, greetingInterval);
  };

  private post(message: object): void {
    this.frame.contentWindow?.postMessage(JSON.stringify({ ...message, id: 1, channel: 'widget' }), home);
  }

  private receive = ({ origin, source, data }: MessageEvent): void => {
    if (!origins.includes(origin) || source !== this.frame.contentWindow || typeof data !== 'string') return;
    const { event, info } = parseMessage(data);
    if (event === undefined) return;
    clearInterval(this.greeting);
    if (event === 'onReady') this.becomeReady();
    else if (event === 'onError') this.onMessage({ error: toNumber(info) ?? toNumber(toRecord(info)['errorCode']) ?? 0 });
    else if (event === 'onStateChange') this.passState(toNumber(info));
    else if (event === 'infoDelivery' || event === 'initialDelivery') this.passInfo(toRecord(info));
    else if (event === 'onPlaybackRateChange') this.passRate(toNumber(info));
  };

  private becomeReady(): void {
    if (this.isReady) return;
    this.isReady = true;
    for (const name of ['onStateChange', 'onError', 'onPlaybackRateChange']) this.send('addEventListener', name);
    this.onMessage({ ready: true });
    // Phones often ignore `autoplay`: ask once more, now that the player listens.
    if (this.waiting.length === 0 && this.state !== playerState.playing && this.state !== playerState.buffering) this.send('playVideo');
    for (const [command, args] of this.waiting.splice(0)) this.send(command, ...args);
  }

  private passInfo(info: Record<string, unknown>): void {
    const time = toNumber(info['currentTime']);
    const duration = toNumber(info['duration']);
    const list = info['playlist'];
    if (Array.isArray(list)) this.onMessage({ last: toNumber(info['playlistIndex']) === list.length - 1 });
    if (time !== undefined || duration !== undefined) this.onMessage({ ...(time !== undefined && { time }), ...(duration && { duration }) });
    this.passRate(toNumber(info['playbackRate']));
    this.passState(toNumber(info['playerState']));
  }

  private passState(state: number | undefined): void {
    if (state === undefined || state === this.state) return;
    this.state = state;
    this.onMessage({ state });
  }

  private passRate(rate: number | undefined): void {
    if (rate === undefined || rate === this.rate) return;
    this.rate = rate;
    this.onMessage({ rate });
  }
}

function parseMessage(data: string): Record<string, unknown> {
  try {
    return toRecord(JSON.parse(data));
  } catch {
    return {};
  }
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
