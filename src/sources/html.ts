/** The article of a web page, as everybody gets it. Dates: the article's first `<time>`, then what the head says. */

import { safeUrl } from '../base/links.js';
import { parseInert } from '../base/trusted-html.js';
import { firstDate } from './dates.js';
import { SourceError } from './errors.js';
import { normalizePost, type Post } from './post.js';

const bodies = '[itemprop~="articleBody"], .e-content, .entry-content, .wp-block-post-content, .post-content, article, main, [role="main"], #content, body';
const around =
  'nav, aside, form, dialog, [hidden], [role="navigation"], [role="complementary"], #comments, .comments, .comments-area, .comment-respond, .wp-block-comments, .sharedaddy, blog-comments, blog-related, blog-text-size, blog-comment-count';

export function readHtml(text: string, url: string): Post[] {
  const page = parseInert(text);
  // By the prototype: names in the page can hide the methods of the document they are in.
  const all = <E extends Element>(selector: string) => [...Document.prototype.querySelectorAll.call(page, selector)] as E[];
  const meta = (...names: string[]) =>
    names
      .map((name) => all(`meta[name="${name}" i], meta[property="${name}" i], meta[itemprop="${name}" i]`)[0]?.getAttribute('content')?.trim())
      .find(Boolean);
  const base = safeUrl(all('base[href]')[0]?.getAttribute('href'), url) ?? url;

  const holder = bodies
    .split(', ')
    .map((selector) => all(selector)[0])
    .find((each) => each?.textContent?.trim());
  const isLogin = all('input[type="password"]').length > 0 && !all('article').length;
  if (!holder || isLogin)
    throw new SourceError(
      `${url}: expected a page with an article, and got ${isLogin ? 'a log-in page or one behind a password: open the address in a private window to see what others get' : 'a page without text'}`,
    );

  const entry = holder.closest('article, [itemtype*="Posting"], [itemtype*="Article"], .h-entry, main') ?? holder;
  const find = (selector: string) => entry.querySelector(selector) ?? undefined;
  const title = find('h1, [itemprop~="headline"], .p-name, .entry-title, .wp-block-post-title') ?? all('h1')[0];
  const headline = wordsOf(title) || meta('og:title') || wordsOf(all('title')[0]);
  const author = find('[rel~="author"], .p-author, [itemprop~="author"], .author, .wp-block-post-author-name');
  const picture = meta('og:image') ?? find('.wp-post-image, .wp-block-post-featured-image img, .u-featured')?.getAttribute('src');
  const name = wordsOf(author) || meta('author');
  const [canonical] = all('link[rel~="canonical"][href]');
  const [root] = all('html');

  for (const each of holder.querySelectorAll(around)) Element.prototype.remove.call(each);
  title?.remove();
  return [
    normalizePost(
      {
        // A theme may call a page of comments the canonical one.
        url: (safeUrl(canonical?.getAttribute('href'), base) ?? url).replace(/#.*$/s, ''),
        base,
        headline,
        description: meta('description', 'og:description'),
        articleBody: holder.getHTML(),
        datePublished: firstDate(find('time[datetime]')?.getAttribute('datetime'), meta('article:published_time'), meta('date'), meta('dc.date')),
        dateModified: firstDate(meta('article:modified_time')),
        author: name ? [{ name, url: safeUrl(author?.getAttribute('href'), base) }] : [],
        image: picture && { url: safeUrl(picture, base), width: meta('og:image:width'), height: meta('og:image:height'), alt: meta('og:image:alt') },
        keywords: all('meta[property="article:tag"]')
          .map((tag) => tag.getAttribute('content'))
          .concat((meta('keywords') ?? '').split(',')),
        inLanguage: entry.closest('[lang]')?.getAttribute('lang') ?? root?.getAttribute('lang') ?? undefined,
      },
      url,
    ),
  ];
}

function wordsOf(element: Element | undefined): string {
  return element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}
