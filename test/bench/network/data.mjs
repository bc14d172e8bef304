/** What the back ends of the jobs answer. */
import { readFile } from 'node:fs/promises';
import { restAnswer, restComments, walineAnswer, wordpressComments } from '../samples/comments.mjs';
import { jsonFeed } from '../samples/feed.mjs';
import { markdownPost } from '../samples/markdown.mjs';

const root = new URL('../../../', import.meta.url).pathname;
const json = 'application/json';

/** @returns answers for `BenchServer`: a thread of so many comments from three back ends, a JSON Feed and a Markdown post of so many words */
export async function createAnswers({ comments = 50, words = 1500 } = {}) {
  const thread = restComments(comments, true);
  const recorded = JSON.parse(await readFile(`${root}test/fixtures/wordpress/comments/recorded.json`, 'utf8'))['comments-mixed'].body[0];
  const feed = JSON.stringify(jsonFeed());
  const post = markdownPost(words);
  const send = (data, headers) => ({ type: json, body: JSON.stringify(data), headers });
  return [
    [/^\/comments$/, (query) => send(restAnswer(thread, query.get('after') ?? undefined, Number(query.get('limit') ?? 20)))],
    [
      /^\/wp-json\/wp\/v2\/comments$/,
      (query) => send(wordpressComments(comments, recorded, query.get('_fields')?.split(',')), { 'X-WP-Total': comments, 'X-WP-TotalPages': 1 }),
    ],
    [/^\/wp-json\/wp\/v2\/posts\/412$/, () => send({ comment_status: 'open' })],
    [/^\/waline-api\//, () => send(walineAnswer(comments))],
    [/^\/feed\.json$/, () => ({ type: 'application/feed+json', body: feed })],
    [/^\/post\.md$/, () => ({ type: 'text/markdown; charset=utf-8', body: post })],
  ];
}
