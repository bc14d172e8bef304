/** The OpenAPI document, made from the schemas that check requests, and a page to read it. */

import { html, page, type Html } from './html-page.js';
import type { Settings } from '../options.js';
import type { Routes } from './routes.js';

interface Described {
  description?: string;
  content?: Record<string, { schema?: object }>;
}
interface Operation {
  security?: Record<string, unknown>[];
  parameters?: { name: string; in: string; required?: boolean; schema?: object }[];
  requestBody?: Described;
  responses: Record<string, Described>;
}

export function addApiReference(routes: Routes, { base, siteName }: Settings): void {
  const about = {
    openapi: '3.1.0',
    info: { title: `${siteName}: the rest contract of blog-elements`, version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: base || '/' }],
  };
  routes.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'http',
    scheme: 'bearer',
    description: 'A reader’s session, or a token that the host signed',
  });
  routes.openAPIRegistry.registerComponent('securitySchemes', 'moderator', { type: 'apiKey', in: 'cookie', name: 'blog-moderator' });
  routes.doc31('/openapi.json', about);
  routes.get('/reference', (context) => {
    const document = routes.getOpenAPI31Document(about);
    return page(context, { title: about.info.title, language: 'en', base }, draw(base, document as unknown as Drawn));
  });
}

interface Drawn {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, object> };
}

function draw(base: string, { paths, components }: Drawn): Html {
  return html`<p>The same as <a href="${base}/openapi.json">an OpenAPI 3.1 document</a>. Errors are problem documents (RFC 9457).</p>
${Object.entries(paths).flatMap(([path, operations]) => Object.entries(operations).map(([method, operation]) => drawOperation(`${method.toUpperCase()} ${base}${path === '/' ? '' : path}`, operation)))}
<h2>Models</h2>
${Object.entries(components?.schemas ?? {}).map(([name, schema]) => html`<section class="box" id="${name}"><h3>${name}</h3>${drawSchema(schema)}</section>`)}`;
}

function drawOperation(name: string, { security, parameters, requestBody, responses }: Operation): Html {
  return html`<section class="box"><h2>${name}</h2>
${security ? html`<p class="muted">With: ${security.map((each) => Object.keys(each)[0] ?? 'nothing').join(' or ')}</p>` : ''}
${parameters?.length ? html`<table><thead><tr><th>Parameter</th><th>Shape</th></tr></thead><tbody>${parameters.map((each) => html`<tr><td>${each.name} (${each.in}${each.required ? ', required' : ''})</td><td>${drawSchema(each.schema)}</td></tr>`)}</tbody></table>` : ''}
${requestBody ? html`<h3>Body</h3>${drawContent(requestBody)}` : ''}
<h3>Answers</h3>
<ul>${Object.entries(responses).map(([status, answer]) => html`<li>${status === 'default' ? 'otherwise' : status}: ${answer.description ?? ''} ${drawContent(answer)}</li>`)}</ul></section>`;
}

function drawContent({ content = {} }: Described): Html {
  return html`${Object.entries(content).map(([type, { schema }]) => (type === 'application/json' ? drawSchema(schema) : html`<code>${type}</code>`))}`;
}

function drawSchema(schema: object | undefined): Html {
  const name = /^#\/components\/schemas\/(\w+)$/.exec((schema as { $ref?: string } | undefined)?.$ref ?? '')?.[1];
  if (name) return html`<a href="#${name}">${name}</a>`;
  // What holds nothing else is said in a line: "string, minLength 1".
  const parts = Object.entries(schema ?? {});
  if (parts.every(([, value]) => typeof value !== 'object' || Array.isArray(value)))
    return html`${parts.map(([key, value]) => (key === 'type' ? String(value) : `${key} ${Array.isArray(value) ? value.join(' ') : String(value)}`)).join(', ')}`;
  return html`<pre>${JSON.stringify(schema, null, 1)}</pre>`;
}
