/** Pages as hosts write them: whatever their text is set in, it becomes as large as the reader asked. */
import { expect, waitUntil } from '@open-wc/testing';
import { fontSize, lineHeight, pageOf, shownWidth, texts, type HostPage } from './a-page.js';

let page: HostPage | undefined;
afterEach(() => {
  page?.close();
  page = undefined;
  localStorage.clear();
});

const article = `<main><article><h1>A title</h1><p>Some <em>words</em> with a <a href="#">link</a> and <code>code</code>.</p>
  <pre>pre formatted</pre><ul><li>One<ul><li>Nested</li></ul></li></ul><blockquote>Quoted</blockquote>
  <table><caption>Caption</caption><tr><th>Head</th><td>Cell <small>small</small></td></tr></table>
  <form><label>Name <input value="x"></label><select><option>y</option></select><textarea>z</textarea><button type="button">Send</button></form></article></main>`;

const fields = (document: Document) => [...document.querySelectorAll('input, select, textarea')];

/** Every text is checked: its size by what the browser computes, and that its lines do not come closer. */
async function doubles(made: HostPage): Promise<void> {
  page = made;
  const all = [...texts(made.document).filter((element) => element.localName !== 'option'), ...fields(made.document)];
  const ratio = (element: Element) => parseFloat(made.window.getComputedStyle(element).lineHeight) / fontSize(element);
  const before = all.map((element) => [fontSize(element), ratio(element)] as const);
  await made.scaleTo(2);
  all.forEach((element, index) => {
    const name = `${element.localName}: ${element.textContent!.trim().slice(0, 20)}`;
    expect(fontSize(element) / before[index]![0], name).to.be.closeTo(2, 0.02);
    if (before[index]![1]) expect(ratio(element), `lines of ${name}`).to.be.closeTo(before[index]![1], 0.03);
  });
  await made.scaleTo(1);
  all.forEach((element, index) => expect(fontSize(element)).to.be.closeTo(before[index]![0], 0.1));
}

const hosts: Record<string, Parameters<typeof pageOf>[1]> = {
  'of the browser alone': {},
  'in quirks mode, where tables do not inherit': { doctype: false, css: 'body { font: 12px/16px Verdana }' },
  'in px': { css: 'body { font-size: 14px } h1 { font-size: 30px } small { font-size: 10px }' },
  'in px with lines in px': { css: 'p, li, td { font-size: 13px; line-height: 17px } h1 { font: bold 28px/32px serif }' },
  'with lines in px on the body': { css: 'body { font-size: 1rem; line-height: 24px }' },
  'in px that are !important': { css: 'p { font-size: 13px !important } li { font: 12px/15px sans-serif !important }' },
  'in rem from a root of 62.5 %': { css: 'html { font-size: 62.5% } body { font-size: 1.6rem } h1 { font-size: 3.2rem }' },
  'in rem from a root in px': { css: 'html { font-size: 18px } p { font-size: 1.1rem }' },
  'in em': { css: 'article { font-size: 1.2em } p { font-size: .9em } small { font-size: .8em }' },
  'in clamp() and viewport units': { css: 'html { font-size: clamp(14px, 1vw + 10px, 22px) } h1 { font-size: 5vw } p { font-size: clamp(1rem, 2vw, 1.4rem) }' },
  'in all of them': {
    css: 'body { font-size: 15px } h1 { font-size: calc(1rem + 3vw) } p { font-size: 1.05em } li { font-size: .9rem } td { font-size: 11pt } pre { font-size: small }',
  },
  'in styles on its elements': { head: '<style>.x { color: red }</style>', css: 'p { font-size: 15px }' },
  'whose style sheet nobody may read': {
    head: `<link rel="stylesheet" href="data:text/css,${encodeURIComponent('p, li { font-size: 13px } h1 { font-size: 2.4rem }')}">`,
  },
  'with transitions on everything': { css: '* { transition: all 2s } p { font-size: 14px }' },
  'in layers after ours, with !important': { css: '@layer blog-elements; @layer theme { p { font-size: 14px !important } }' },
};

describe('Text of a page', () => {
  for (const [name, making] of Object.entries(hosts)) {
    it(`${name} doubles, every bit of it, and comes back`, async () => doubles(await pageOf(article, making)));
  }

  it('with sizes in its markup doubles', async () => {
    await doubles(
      await pageOf(
        '<p style="font-size: 13px">One <span style="font-size: 18px; line-height: 20px">two</span></p><font size="2">three</font><p style="font: 12px/14px serif">four</p>',
      ),
    );
  });

  for (const [name, css, markup] of [
    ['in its markup', '', 'style="font-size: 13px !important"'],
    ['in a layer before ours', '@layer theme { .pinned { font-size: 13px !important } } @layer blog-elements;', ''],
  ]) {
    it(`with sizes ${name} that are !important becomes twice as high on the screen`, async () => {
      page = await pageOf(`<p class="pinned" ${markup}>One</p><p class="pinned" ${markup}>A line with <b>bold</b> in it</p><p class="free">Three</p>`, { css });
      const lines = [...page.document.querySelectorAll('.pinned, b, .free')];
      const before = lines.map(lineHeight);
      await page.scaleTo(2);
      lines.forEach((line, index) => expect(lineHeight(line) / before[index]!, line.outerHTML).to.be.closeTo(2, 0.2));
    });
  }

  it('doubles where a constructed style sheet sets it', async () => {
    page = await pageOf(article);
    const sheet = new page.window.CSSStyleSheet();
    sheet.replaceSync('p { font-size: 13px !important }');
    page.document.adoptedStyleSheets.push(sheet);
    await doubles(page);
  });

  it('keeps columns and floats as wide as they are', async () => {
    page = await pageOf('<div class="left"><p>Words in a column of its own width.</p></div><div class="right">Bare words <p>and others</p></div>', {
      css: 'body { font-size: 13px } .left { float: left; width: 300px } .right { margin-left: 320px; width: 200px; padding: 10px }',
    });
    const widths = () => ['.left', '.right'].map((selector) => page!.find(selector).getBoundingClientRect().width);
    const before = widths();
    await page.scaleTo(2);
    expect(widths()).to.deep.equal(before);
  });

  it('that comes later is as large, whether of a known kind or not', async () => {
    page = await pageOf('<p>First</p>', { css: 'p { font-size: 14px } .late { font-size: 12px }' });
    await page.scaleTo(1.5);
    page.document.body.insertAdjacentHTML('beforeend', '<p id="known">Known</p><div class="late"><span id="new">New</span></div>');
    await waitUntil(() => Math.abs(fontSize(page!.find('#new')) - 18) < 0.2, `${fontSize(page.find('#new'))}`);
    expect(fontSize(page.find('#known'))).to.be.closeTo(21, 0.2);
  });

  it('follows a style sheet that comes later', async () => {
    page = await pageOf('<p>Words</p>', { css: 'p { font-size: 14px }' });
    await page.scaleTo(2);
    const link = page.document.createElement('link');
    link.rel = 'stylesheet';
    link.href = 'data:text/css,p{font-size:20px}';
    page.document.head.append(link);
    await waitUntil(() => Math.abs(fontSize(page!.find('p')) - 40) < 0.2, `${fontSize(page.find('p'))}`);
  });

  it('multiplies what the reader has set in the browser, and a later change of the root', async () => {
    page = await pageOf('<p>Words</p>', { html: 'lang="en" style="font-size: 125%"' });
    await page.scaleTo(1.6);
    expect(fontSize(page.find('p'))).to.be.closeTo(32, 0.2);
    page.document.documentElement.style.fontSize = '150%';
    await waitUntil(() => Math.abs(fontSize(page!.find('p')) - 38.4) < 0.3, `${fontSize(page.find('p'))}`);
  });

  it('in a frame inside is left alone', async () => {
    page = await pageOf('<p>Words</p><iframe srcdoc="<p>Inside</p>"></iframe>');
    await page.settled();
    const inside = () => page!.find('iframe') as HTMLIFrameElement;
    await waitUntil(() => inside().contentDocument?.querySelector('p'));
    const before = [fontSize(inside().contentDocument!.querySelector('p')!), inside().getBoundingClientRect().width];
    await page.scaleTo(2);
    expect([fontSize(inside().contentDocument!.querySelector('p')!), inside().getBoundingClientRect().width]).to.deep.equal(before);
  });

  it('in the shadow roots of elements that inherit it doubles', async () => {
    page = await pageOf('<my-card></my-card>', { css: 'my-card { font-size: 13px; display: block }' });
    const root = page.find('my-card').attachShadow({ mode: 'open' });
    root.innerHTML = '<p>Words <small>small</small></p>';
    const before = [...root.querySelectorAll('*')].map(fontSize);
    await page.scaleTo(2);
    [...root.querySelectorAll('*')].forEach((element, index) => expect(fontSize(element) / before[index]!).to.be.closeTo(2, 0.02));
  });

  it('that is to be ignored stays, whatever enlarges the rest', async () => {
    page = await pageOf('<nav><ul><li><a href="#">Menu</a></li></ul></nav><p>Words <span class="fixed">fixed</span></p>', {
      css: 'nav { font-size: 1.1rem } p { font-size: 1rem; line-height: 20px }',
      control: '<blog-text-size ignore="nav, .fixed"></blog-text-size>',
    });
    const stays = ['nav a', '.fixed'].map((selector) => page!.find(selector));
    const before = stays.map(fontSize);
    const height = page.find('nav').getBoundingClientRect().height;
    await page.scaleTo(2);
    stays.forEach((element, index) => expect(fontSize(element)).to.be.closeTo(before[index]!, 0.1));
    expect(page.find('nav').getBoundingClientRect().height).to.be.closeTo(height, 1);
    expect(fontSize(page.find('p'))).to.be.closeTo(32, 0.2);
  });

  it('survives a selector that cannot be read', async () => {
    page = await pageOf('<p>Words</p>', { control: '<blog-text-size ignore="nav >> [" for="no such-id"></blog-text-size>' });
    await page.scaleTo(2);
    page.control.setAttribute('for', '');
    await page.control.updateComplete;
    expect(fontSize(page.find('p'))).to.be.closeTo(32, 0.2);
  });

  it('is that of the elements named, each once, and no other', async () => {
    page = await pageOf('<div id="a"><p>A</p><div id="b"><p>B</p></div></div><div id="c:1"><p>C</p></div><p id="out">Out</p>', {
      css: '#b { font-size: 1.5em } p { line-height: 1.5 }',
      control: '<blog-text-size for="a b c:1"></blog-text-size>',
    });
    const sizes = () => [...page!.document.querySelectorAll('p')].map(fontSize);
    const before = sizes();
    for (const mode of ['auto', 'em', 'rem', 'zoom'] as const) {
      page.control.mode = mode;
      await page.scaleTo(2);
      expect(fontSize(page.find('#out')), mode).to.equal(16);
      if (mode !== 'zoom')
        expect(
          sizes()
            .slice(0, 3)
            .map((size, index) => Math.round((size / before[index]!) * 10) / 10),
          mode,
        ).to.deep.equal([2, 2, 2]);
    }
  });
});

describe('The ways to enlarge', () => {
  it('by zoom makes lines twice as high, and neither columns nor anything with a width of its own wider', async () => {
    page = await pageOf(
      '<div class="column">Bare words <p>A paragraph</p><p class="narrow">Of its own width</p><ul><li>One<ul><li>Two</li></ul></li></ul></div>',
      {
        css: 'body { font-size: 13px; line-height: 1.3 } .column { float: left; width: 300px } .narrow { width: 200px }',
        control: '<blog-text-size mode="zoom"></blog-text-size>',
      },
    );
    const all = texts(page.document);
    const before = all.map(lineHeight);
    await page.scaleTo(2);
    all
      .filter((element) => element.localName !== 'div')
      .forEach((element, index) => {
        const expected = before[all.indexOf(element)]!;
        if (element.children.length === 0) expect(lineHeight(element) / expected, `${index} ${element.outerHTML}`).to.be.closeTo(2, 0.12);
      });
    expect(page.find('.column').getBoundingClientRect().width).to.equal(300);
    expect(shownWidth(page.find('.narrow'))).to.be.closeTo(200, 1);
    expect(shownWidth(page.find('p'))).to.be.closeTo(300, 1);
    await page.scaleTo(1);
    all.forEach((element, index) => expect(lineHeight(element)).to.be.closeTo(before[index]!, 0.5));
  });

  it('by rem or em alone leave what is in px', async () => {
    page = await pageOf('<p class="rem">Rem</p><p class="px">Px</p>', {
      css: '.rem { font-size: 1rem } .px { font-size: 13px }',
      control: '<blog-text-size mode="rem"></blog-text-size>',
    });
    await page.scaleTo(2);
    expect(fontSize(page.find('.rem'))).to.be.closeTo(32, 0.1);
    expect(fontSize(page.find('.px'))).to.be.closeTo(13, 0.1);
  });

  it('by the variable leave all to the page, whose size our own elements do not multiply again', async () => {
    page = await pageOf('<main><p class="with">With</p><p class="without">Without</p></main>', {
      css: 'main { font-size: 1rem } .with { font-size: calc(13px * var(--blog-text-scale, 1)) }',
      control: '<blog-text-size mode="variable"></blog-text-size>',
    });
    await page.scaleTo(2);
    expect(fontSize(page.find('.with'))).to.be.closeTo(26, 0.1);
    expect(fontSize(page.find('.without'))).to.be.closeTo(16, 0.1);
    await page.scaleTo(1);
    expect(fontSize(page.find('.with'))).to.be.closeTo(13, 0.1);
  });

  it('change when the attribute does', async () => {
    page = await pageOf('<p class="rem">Rem</p><p class="px">Px</p>', {
      css: '.rem { font-size: 1rem } .px { font-size: 13px }',
      control: '<blog-text-size mode="rem"></blog-text-size>',
    });
    await page.scaleTo(2);
    page.control.setAttribute('mode', 'auto');
    await page.control.updateComplete;
    expect(fontSize(page.find('.px'))).to.be.closeTo(26, 0.1);
    page.control.setAttribute('ignore', '.rem');
    await page.control.updateComplete;
    expect(fontSize(page.find('.rem'))).to.be.closeTo(16, 0.1);
    expect(fontSize(page.find('.px'))).to.be.closeTo(26, 0.1);
  });
});

describe('A page 320 px wide', () => {
  const fits = () => page!.document.documentElement.scrollWidth <= page!.document.documentElement.clientWidth;
  const cases: Record<string, string> = {
    'with boxes in rem': '.box { width: 18rem; padding: 1rem; box-sizing: border-box }',
    'with boxes in em': '.box { width: 17em }',
    'with a long word in a title in px': 'h1 { font-size: 27px }',
    'with two columns in a grid': '.box { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem }',
  };
  for (const [name, css] of Object.entries(cases)) {
    it(`${name} that fits its window fits it at 200 % too`, async () => {
      page = await pageOf('<h1>Verantwoordelijk</h1><div class="box"><p>Ontwikkelingshulp en</p><p>nog iets</p></div>', {
        css: `body { margin: 8px } ${css}`,
        width: 320,
      });
      expect(fits(), 'it did not fit to begin with').to.be.true;
      await page.scaleTo(2);
      expect(fits(), `${page.document.documentElement.scrollWidth}`).to.be.true;
      expect(fontSize(page.find('p'))).to.be.closeTo(32, 0.2);
    });
  }

  it('stands text spacing as WCAG 1.4.12 asks at 200 %', async () => {
    page = await pageOf(article, { width: 320, css: 'body { margin: 8px } textarea, input { max-width: 100%; box-sizing: border-box }' });
    const spacing = page.document.createElement('style');
    spacing.textContent =
      '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }';
    page.document.head.append(spacing);
    await page.settled();
    await page.scaleTo(2);
    expect(fontSize(page.find('p'))).to.be.closeTo(32, 0.2);
    const box = page.control.shadowRoot!.querySelector('.box')!;
    for (const button of page.control.shadowRoot!.querySelectorAll('button')) {
      const inner = button.getBoundingClientRect();
      expect(inner.right).to.be.at.most(box.getBoundingClientRect().right + 1);
      expect(button.scrollWidth).to.be.at.most(Math.ceil(inner.width));
    }
  });
});
