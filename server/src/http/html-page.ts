/** Pages of this server's own: written here, without a script, under a policy that lets nothing else in. */

import type { Context } from 'hono';
import { html } from 'hono/html';
import type { StatusCode } from 'hono/utils/http-status';
import type { Language } from '../words/translations.js';
import { directionOf } from './language.js';
import { Problem } from './problems.js';

export type Html = ReturnType<typeof html>;
export { html };

/** The look of the elements: the reader's own fonts and colors, an accent, a thin border. */
export const styles = `
:root { color-scheme: light dark; background: Canvas; color: CanvasText; --accent: light-dark(#0b5cad, #8fbdff); --accent-text: light-dark(#fff, #0a1a2e); --border: color-mix(in srgb, currentColor 50%, transparent);
  --muted: color-mix(in srgb, currentColor 75%, transparent); --surface: color-mix(in srgb, currentColor 5%, transparent); }
*, ::before, ::after { box-sizing: border-box; }
body { max-inline-size: 52rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-block-start: 2rem; }
a { color: var(--accent); } .muted { color: var(--muted); }
button, input, select { font: inherit; color: inherit; }
button { min-block-size: 2.75rem; min-inline-size: 2.75rem; padding: .375em .875em; cursor: pointer; border: 1px solid var(--border); border-radius: .375rem; background: var(--surface); }
button:hover { border-color: currentColor; }
button.primary { border-color: var(--accent); background: var(--accent); color: var(--accent-text); }
input:not([type=checkbox], [type=radio]), select { min-block-size: 2.75rem; padding: .375em .625em; max-inline-size: 100%; border: 1px solid var(--border); border-radius: .375rem; background: transparent; }
option { color: #000; background: #fff; }
input[type=checkbox], input[type=radio] { inline-size: 1.5rem; block-size: 1.5rem; margin: .625rem; vertical-align: middle; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
label { display: inline-block; max-inline-size: 100%; } fieldset { min-inline-size: 0; border: 1px solid var(--border); border-radius: .375rem; } .wide label { display: block; } .wide select { display: block; inline-size: 100%; } .wide .actions { margin-block-start: 1rem; } .links { margin-block: .5rem 0; } .links a { display: inline-block; padding-block: .625rem; margin-inline-end: 1rem; } form.fields label { display: block; margin-block: .75rem; } form.fields input { display: block; inline-size: 100%; }
nav ul, .bar, .actions { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none; align-items: center; }
nav a { display: inline-block; padding: .625rem .875rem; } nav a[aria-current] { font-weight: bold; text-decoration: none; border-block-end: 3px solid var(--accent); }
article, .box { margin-block: 1rem; padding: 1rem; border: 1px solid var(--border); border-radius: .375rem; }
article header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; }
.text { white-space: pre-wrap; margin-block: .5rem; } pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem; background: var(--surface); border-radius: .375rem; }
[role=alert], [role=status] { padding: .75rem 1rem; border-inline-start: 4px solid var(--accent); background: var(--surface); }
th, button { overflow-wrap: break-word; }
table { border-collapse: collapse; inline-size: 100%; } th, td { text-align: start; padding: .5rem; border-block-end: 1px solid var(--border); vertical-align: top; }
@media (forced-colors: active) { button.primary { border-width: 3px; } }
`;

const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

interface About {
  title: string;
  language: Language;
  base: string;
  status?: StatusCode;
  /** `same-origin` where forms are told by their Origin: with `no-referrer` browsers send the Origin `null`, which is nobody's. */
  referrer?: 'no-referrer' | 'same-origin';
}

export function page(context: Context, { title, language, base, status = 200, referrer = 'no-referrer' }: About, content: Html): Response | Promise<Response> {
  context.status(status);
  context.header('Content-Security-Policy', policy);
  context.header('Referrer-Policy', referrer);
  context.header('X-Frame-Options', 'DENY');
  context.header('Cache-Control', 'no-store');
  return context.html(html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><link rel="stylesheet" href="${base}/pages.css"></head>
<body><main>
<h1>${title}</h1>
${content}
</main></body>
</html>`);
}

/** What happened, where the next key goes on from: a page that comes anew is not read out by itself. */
export const note = (role: 'status' | 'alert', text: string): Html => html`<p role="${role}" tabindex="-1" autofocus>${text}</p>`;

/** The fields of a form that are texts. */
export async function formOf(context: Context): Promise<{ text: (name: string) => string; all: (name: string) => string[] }> {
  const fields: Record<string, unknown> = await context.req.parseBody({ all: true }).catch((error: unknown) => {
    throw error instanceof Problem ? error : new Problem('invalid', 'The form cannot be read.', { status: 400 });
  });
  const all = (name: string) => [fields[name]].flat().filter((value) => typeof value === 'string');
  return { all, text: (name) => all(name)[0] ?? '' };
}
