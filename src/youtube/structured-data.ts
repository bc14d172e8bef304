/** What only machines read, or only machines tell: schema.org's `VideoObject` for search engines, and a title asked of YouTube (oEmbed). */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { putJsonLd } from '../base/json-ld.js';
import { embedUrl, watchUrl, type VideoUrl } from '../base/video-url.js';

/** How long YouTube may take to answer, in milliseconds. */
const titleTimeout = 10_000;
const longestTitle = 300;

/** What search engines are told about a video. */
export interface VideoFacts {
  id: string;
  title: string;
  /** ISO 8601, as `duration`. Empty when it is not known. */
  date: string;
  duration?: string | undefined;
  /** The URL of a picture; relative to the page if it must be. */
  poster: string;
}

/** What the description needs of its card. */
export interface DescriptionHost extends ReactiveControllerHost, HTMLElement {
  readonly shownVideo?: VideoUrl;
  readonly givenTitle: string;
  readonly fetchTitle: boolean;
  readonly isGated: boolean;
  /** Undefined when search engines are told nothing. */
  readonly facts: VideoFacts | undefined;
  fetchedTitle?: string;
}

const titles = new Map<string, Promise<string>>();
const described = new Map<string, VideoDescription>();

/** Describes the video of a card in the page's head, once for each video on the page, and asks YouTube for its title. */
export class VideoDescription implements ReactiveController {
  private url?: string;
  private facts?: string;
  private removeJsonLd?: () => void;

  constructor(private host: DescriptionHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.remove();
  }

  hostUpdate(): void {
    const { host } = this;
    const url = host.shownVideo && watchUrl({ ...host.shownVideo, start: undefined });
    if (url === this.url) return;
    this.url = url;
    host.fetchedTitle = undefined;
  }

  hostUpdated(): void {
    const { host } = this;
    if (host.fetchTitle && this.url && !host.isGated && !host.givenTitle && host.fetchedTitle === undefined) this.fetchTitle(this.url);
    this.describe(host.isConnected ? host.facts : undefined);
  }

  private fetchTitle(url: string): void {
    fetchTitle(url)
      .then((title) => {
        if (!title || url !== this.url) return;
        this.host.fetchedTitle = title;
        this.host.requestUpdate();
      })
      .catch(reportError);
  }

  private describe(facts: VideoFacts | undefined): void {
    const text = JSON.stringify(facts);
    if (text === this.facts) return;
    this.remove();
    this.facts = text;
    if (!facts || isDescribed(facts.id)) return;
    described.set(facts.id, this);
    const removeScript = putJsonLd(videoObject(facts));
    this.removeJsonLd = () => {
      described.delete(facts.id);
      removeScript();
    };
  }

  private remove(): void {
    this.removeJsonLd?.();
    this.removeJsonLd = this.facts = undefined;
  }
}

/** By another card, or by the page itself. */
function isDescribed(id: string): boolean {
  return (
    described.has(id) ||
    [...document.querySelectorAll('script[type="application/ld+json"]')].some(
      ({ textContent }) => textContent?.includes('VideoObject') && textContent.includes(id),
    )
  );
}

function videoObject({ id, title, date, duration, poster }: VideoFacts): object {
  const video = { id, short: false };
  const thumbnailUrl = URL.canParse(poster, document.baseURI) ? new URL(poster, document.baseURI).href : undefined;
  return {
    '@type': 'VideoObject',
    name: title,
    ...(thumbnailUrl && { thumbnailUrl }),
    embedUrl: embedUrl(video),
    url: watchUrl(video),
    ...(date && { uploadDate: date }),
    ...(duration && { duration }),
  };
}

/** @returns the title, or an empty string when YouTube does not give it; asks once for each video */
function fetchTitle(url: string): Promise<string> {
  const title = titles.get(url) ?? requestTitle(url);
  titles.set(url, title);
  return title;
}

async function requestTitle(url: string): Promise<string> {
  try {
    const response = await fetch(`https://www.youtube.com/oembed?format=json&url=${encodeURIComponent(url)}`, {
      credentials: 'omit',
      referrerPolicy: 'strict-origin-when-cross-origin',
      signal: AbortSignal.timeout(titleTimeout),
    });
    if (!response.ok) return '';
    const answer: unknown = await response.json();
    const title = typeof answer === 'object' && answer !== null && 'title' in answer ? answer.title : '';
    return typeof title === 'string' ? title.trim().slice(0, longestTitle) : '';
  } catch {
    // Another card, or a later visit, may try again.
    titles.delete(url);
    return '';
  }
}
