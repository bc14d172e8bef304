/**
 * Talks with YouTube's player by the messages that its frame understands, so that no script of YouTube's runs in the page.
 * What comes in is believed only from that very frame and from YouTube's own origins.
 */

const home = 'https://www.youtube-nocookie.com';
const origins = [home, 'https://www.youtube.com'];

/** What the player tells. Each field is there when it was told. */
export interface PlayerNews {
  ready?: true;
  /** YouTube's number: -1 not begun, 0 ended, 1 playing, 2 paused, 3 buffering, 5 cued. Told once for each change. */
  state?: number;
  time?: number;
  duration?: number;
  rate?: number;
  /** 2, 5, 100, 101, 150 or 153. */
  error?: number;
  /** False while more films of the playlist are to come. */
  last?: boolean;
}

type Command = 'playVideo' | 'pauseVideo' | 'stopVideo' | 'seekTo' | 'addEventListener';

export class Messages {
  private ready = false;
  private state?: number;
  private rate = 1;
  private waiting: [Command, unknown[]][] = [];
  private greeting?: ReturnType<typeof setInterval>;

  constructor(private frame: HTMLIFrameElement, private tell: (news: PlayerNews) => void) {
    addEventListener('message', this.onMessage);
    // Before it has loaded it has no origin that a message may be sent to.
    frame.addEventListener('load', this.greet);
  }

  release(): void {
    removeEventListener('message', this.onMessage);
    this.frame.removeEventListener('load', this.greet);
    clearInterval(this.greeting);
  }

  /** Does it now, or when the player is ready. */
  send(command: Command, ...args: unknown[]): void {
    if (this.ready) this.post({ event: 'command', func: command, args });
    else this.waiting.push([command, args]);
  }

  /** Says hello until the player answers: its script starts some time after its page has loaded. */
  private greet = (): void => {
    clearInterval(this.greeting);
    this.ready = false;
    const hello = () => this.post({ event: 'listening' });
    hello();
    this.greeting = setInterval(hello, 250);
  };

  private post(message: object): void {
    this.frame.contentWindow?.postMessage(JSON.stringify({ ...message, id: 1, channel: 'widget' }), home);
  }

  private onMessage = ({ origin, source, data }: MessageEvent): void => {
    if (!origins.includes(origin) || source !== this.frame.contentWindow || typeof data !== 'string') return;
    const { event, info } = readMessage(data);
    if (event === undefined) return;
    clearInterval(this.greeting);
    if (event === 'onReady') this.becomeReady();
    else if (event === 'onError') this.tell({ error: numberOf(info) ?? numberOf(recordOf(info)['errorCode']) ?? 0 });
    else if (event === 'onStateChange') this.tellState(numberOf(info));
    else if (event === 'infoDelivery' || event === 'initialDelivery') this.onInfo(recordOf(info));
    else if (event === 'onPlaybackRateChange') this.tellRate(numberOf(info));
  };

  private becomeReady(): void {
    if (this.ready) return;
    this.ready = true;
    for (const name of ['onStateChange', 'onError', 'onPlaybackRateChange']) this.send('addEventListener', name);
    this.tell({ ready: true });
    // Phones often pay no heed to `autoplay`: ask once more, now that someone listens.
    if (this.waiting.length === 0 && this.state !== 1 && this.state !== 3) this.send('playVideo');
    for (const [command, args] of this.waiting.splice(0)) this.send(command, ...args);
  }

  private onInfo(info: Record<string, unknown>): void {
    const time = numberOf(info['currentTime']);
    const duration = numberOf(info['duration']);
    const list = info['playlist'];
    if (Array.isArray(list)) this.tell({ last: numberOf(info['playlistIndex']) === list.length - 1 });
    if (time !== undefined || duration !== undefined) this.tell({ ...(time !== undefined && { time }), ...(duration && { duration }) });
    this.tellRate(numberOf(info['playbackRate']));
    this.tellState(numberOf(info['playerState']));
  }

  private tellState(state: number | undefined): void {
    if (state === undefined || state === this.state) return;
    this.state = state;
    this.tell({ state });
  }

  private tellRate(rate: number | undefined): void {
    if (rate === undefined || rate === this.rate) return;
    this.rate = rate;
    this.tell({ rate });
  }
}

function readMessage(data: string): { event?: unknown; info?: unknown } {
  try {
    return recordOf(JSON.parse(data));
  } catch {
    return {};
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
