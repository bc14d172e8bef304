import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { cleanName, cleanText } from '../../src/comments/sanitize-comment.js';
import { renderMarkup } from '../../src/comments/markup/render.js';
import { parseMarkup } from '../../src/comments/markup/parse.js';
import type { Block } from '../../src/comments/markup/parse.js';

function draw(source: string | Block[]): HTMLElement {
  const holder = document.createElement('div');
  render(renderMarkup(typeof source === 'string' ? parseMarkup(source) : source), holder);
  return holder;
}

describe('Drawn light markup', () => {
  it('has the elements one expects', () => {
    const page = draw('A *b* **c** `d`\ne\n\n> q\n\n- one\n- two\n\n1. first\n\n```\n<x>\n```');
    expect([...page.querySelectorAll('*')].map((each) => each.localName)).to.deep.equal([
      'p',
      'em',
      'strong',
      'code',
      'br',
      'blockquote',
      'p',
      'ul',
      'li',
      'li',
      'ol',
      'li',
      'pre',
      'code',
    ]);
    expect(page.querySelector('pre')?.textContent).to.equal('<x>');
  });

  it('marks links as the reader’s own and shows their true host', () => {
    const page = draw(
      '[my bank](https://evil.example/login) https://example.org/x [example.org](https://evil.example) [https://example.org/y](https://example.org/y)',
    );
    const links = [...page.querySelectorAll('a')];
    expect(links.map((link) => link.rel)).to.deep.equal(Array(4).fill('ugc nofollow noopener'));
    expect(page.textContent.replace(/\s+/g, ' ')).to.equal('my bank (evil.example) https://example.org/x example.org (evil.example) https://example.org/y');
  });

  it('shows the host of a name in another script as it is sent', () => {
    expect(draw('https://аpple.example/').textContent).to.contain('(xn--');
  });

  it('gives every block its own direction', () => {
    const page = draw('Hallo\n\nمرحبا\n\n- مرحبا\n\n> مرحبا');
    document.body.append(page);
    expect([...page.children].map((each) => getComputedStyle(each).direction)).to.deep.equal(['ltr', 'rtl', 'rtl', 'rtl']);
    page.remove();
  });

  it('leaves out what turns or hides the text around it', () => {
    expect(draw('a\u202Eb\u2066c\u200Bd\u0007e').textContent).to.equal('abcde');
    expect(cleanName(' \u200B\u202EAdm\u2060in\u200D \n x ')).to.equal('Admin\u200D x');
    // Persian needs its joiner, a family its own, Scotland's flag its tags.
    expect(cleanText('می\u200Cخواهم 👨\u200D👩\u200D👧 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}')).to.equal(
      'می\u200Cخواهم 👨\u200D👩\u200D👧 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
    );
    expect(cleanText(`a${'\u0301'.repeat(500)}`).length).to.equal(7);
  });

  it('takes a foreign tree without trusting it', () => {
    let deep: Block = { type: 'paragraph', children: [{ type: 'text', text: 'bottom' }] };
    for (let depth = 0; depth < 20_000; depth++) deep = { type: 'quote', children: [deep] };
    const page = draw([
      deep,
      { type: 'paragraph', children: [{ type: 'link', url: 'javascript:alert(1)', children: [{ type: 'text', text: 'x' }] }] },
      { type: 'script', children: [{ type: 'text', text: 'alert(1)' }] } as unknown as Block,
    ]);
    expect(page.textContent).to.contain('bottom');
    expect(page.querySelector('a, script')).to.equal(null);
  });
});
