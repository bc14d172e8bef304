/** Finds out which format came. */
import type { Format } from './open.js';
import { isGhost, isWordPress } from './shapes.js';

/** What came: by content type where that says it, else by how it begins. Many a feed is called text/html or text/plain. */
export function detect(text: string, type: string, url: string): Format {
  const start = text.slice(0, 4096).trimStart();
  if (/markdown/.test(type)) return 'markdown';
  if (/json/.test(type) || (/^[[{]/.test(start) && !/xml|html/.test(type) && !/\.(md|markdown)$/i.test(new URL(url).pathname))) return detectJson(text);
  if (/^(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*|<\?[^>]*\?>\s*|<!DOCTYPE (rss|rdf)[^>]*>\s*)*<(rss|feed|rdf:RDF)[\s>]/i.test(start)) return 'rss';
  if (/^<(!doctype html|html|head|body)[\s>]/i.test(start) || /html/.test(type)) return 'html';
  if (/xml/.test(type) || start.startsWith('<?xml')) return 'rss';
  return 'markdown';
}

function detectJson(text: string): Format {
  let value: unknown;
  // Broken JSON is for a reader to refuse, in its own words.
  try { value = JSON.parse(text.replace(/^\ufeff/, '')); } catch { return 'json'; }
  const { version, items, code, data } = (value ?? {}) as Record<string, unknown>;
  if (/jsonfeed\.org/.test(String(version)) || (Array.isArray(items) && version)) return 'json-feed';
  if (value && Array.isArray(value) && value.length === 0) return 'json';
  if (isWordPress(value) || (typeof code === 'string' && data)) return 'wordpress';
  return isGhost(value) ? 'ghost' : 'json';
}
