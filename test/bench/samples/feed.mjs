/** A small blog as a JSON Feed: posts on a few topics, of which those on the same topic share tags and words. */

const topics = [
  { tag: 'trains', words: 'station platform carriage sleeper timetable signal whistle compartment conductor junction' },
  { tag: 'bread', words: 'sourdough flour oven crust starter crumb baker rye kneading loaf' },
  { tag: 'rivers', words: 'ferry current bank bridge sluice barge delta flood pilot mooring' },
  { tag: 'houses', words: 'timber roof chimney porch beam window carpenter shingle stove cellar' },
];
const common = 'the people of the village told us that it had always been done this way and nobody could say who had begun it or when'.split(' ');

function paragraph(seed, words) {
  const own = words.split(' ');
  return Array.from({ length: 60 }, (_, index) => (index % 5 === 2 ? own[(seed * 3 + index) % own.length] : common[(seed + index * 7) % common.length])).join(
    ' ',
  );
}

/** The article of one post, as it stands in a page. */
export const articleOf = ({ title, content_html: html }) => `<article><h1>${title}</h1>${html}</article>`;

export function jsonFeed(count = 20) {
  const items = Array.from({ length: count }, (_, n) => {
    const { tag, words } = topics[n % topics.length];
    const [first, second] = words.split(' ').slice(n % 8);
    return {
      id: `/posts/${n}`,
      url: `/posts/${n}`,
      title: `The ${first} and the ${second}`,
      summary: `Notes on ${tag}, part ${n}.`,
      tags: [tag, 'travel'],
      language: 'en',
      date_published: new Date(Date.UTC(2024, 9, 1) - n * 7 * 86_400_000).toISOString(),
      content_html: Array.from({ length: 4 }, (_, part) => `<p>${paragraph(n * 4 + part, words)}.</p>`).join(''),
    };
  });
  return { version: 'https://jsonfeed.org/version/1.1', title: 'A slow blog', language: 'en', items };
}
