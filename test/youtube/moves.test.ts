/** A card that comes and goes holds on to nothing, and one that is moved goes on. */
import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import '../../src/youtube/index.js';
import { expectNothingLeft } from '../support/leaks.js';
import { button, inside, newId, player, start } from './cards.js';

async function addCard(properties: object = {}): Promise<HTMLElementTagNameMap['blog-youtube']> {
  const element = Object.assign(document.createElement('blog-youtube'), { video: newId(), videoTitle: 'A video', ...properties });
  document.body.append(element);
  await element.updateComplete;
  return element;
}

describe('A card that comes and goes', () => {
  before(async () => {
    // What is made once for all cards is there already: listeners of the page, observers, modules.
    const element = await addCard({ consent: 'required', jsonLd: true, fetchTitle: true });
    await waitUntil(() => inside(element, '[part=consent]'));
    element.remove();
    const playing = await addCard();
    await start(playing);
    playing.remove();
    await aTimeout(0);
  });

  it('holds on to nothing after ten times', async () => {
    await expectNothingLeft(async () => {
      (await addCard()).remove();
    });
  });

  it('holds on to nothing after it asked for consent and described itself', async () => {
    const scripts = document.head.querySelectorAll('script').length;
    await expectNothingLeft(async () => {
      const element = await addCard({ consent: 'required', jsonLd: true });
      await waitUntil(() => inside(element, '[part=consent]'));
      element.remove();
    });
    expect(document.head.querySelectorAll('script').length).to.equal(scripts);
  });

  it('holds on to nothing after it has played, moved while it played, and gone', async () => {
    const place = document.body.appendChild(document.createElement('section'));
    await expectNothingLeft(async () => {
      const element = await addCard({ autopause: true });
      await start(element);
      place.append(element);
      await element.updateComplete;
      expect(player(element)).to.exist;
      element.remove();
      await aTimeout(0);
      expect(player(element)).to.be.null;
    });
    place.remove();
  });
});

describe('A card that is moved ten times', () => {
  it('keeps its nodes, its description and its consent, and holds on to nothing more', async () => {
    const id = newId();
    const element = await addCard({ video: id, jsonLd: true });
    const described = () => [...document.querySelectorAll('script[type="application/ld+json"]')].filter(({ textContent }) => textContent?.includes(id));
    await waitUntil(() => described().length === 1);
    const places = [document.createElement('section'), document.createElement('section')];
    document.body.append(...places);
    const nodes = element.shadowRoot!.querySelectorAll('*').length;
    await expectNothingLeft(async () => {
      for (let count = 0; count < 10; count++) {
        places[count % 2]!.append(element);
        await element.updateComplete;
      }
      element.remove();
      await aTimeout(0);
    });
    places[0]!.append(element);
    await element.updateComplete;
    expect(element.shadowRoot!.querySelectorAll('*').length).to.equal(nodes);
    expect(described()).to.have.length(1);
    button(element).click();
    await waitUntil(() => player(element));
    for (const place of places) place.remove();
    await aTimeout(0);
    expect(described()).to.have.length(0);
  });
});
