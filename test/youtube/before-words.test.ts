/** Picture, title and link of a card are there before its words; where English would be seen, there is nothing until they come. */
import { expect, waitUntil } from '@open-wc/testing';
import { delayLanguage } from '../support/languages.js';
import '../../src/youtube/index.js';
import { button, inside, newId } from './cards.js';

describe('A card whose language has not loaded yet', () => {
  it('shows its picture and title at once, and its words when they come, in the same space', async () => {
    const words = delayLanguage('nl');
    document.documentElement.lang = 'nl';
    const element = Object.assign(document.createElement('blog-youtube'), { video: newId(), source: 'Euronews', date: '2024-10-16', duration: 'PT1M56S' });
    document.body.append(element);
    await waitUntil(() => element.matches(':state(ready)'));
    await waitUntil(() => button(element));
    const link = inside(element, '[part=link]')!;
    expect(inside(element, 'img')).to.exist;
    expect(button(element).getAttribute('aria-label')).to.equal('Play: YouTube video, 1 minute 56 seconds');
    expect(link.getAttribute('aria-label')).to.equal('Watch on YouTube');
    expect(inside(element, '.box')!.innerText.trim(), 'English is seen').to.equal('');
    const { height } = element.getBoundingClientRect();
    words.arrive();
    await element.updateComplete;
    expect(button(element).getAttribute('aria-label')).to.match(/^Afspelen: /);
    expect(link.textContent).to.equal('Bekijken op YouTube');
    expect(link.hasAttribute('aria-label')).to.be.false;
    expect(inside(element, '[part=meta]')!.textContent).to.equal('Euronews, 16 oktober 2024 (1:56)');
    expect(element.getBoundingClientRect().height).to.equal(height);
    element.remove();
  });

  it('starts from the right side in Arabic before its words', async () => {
    const words = delayLanguage('ar');
    document.documentElement.lang = 'ar';
    const element = Object.assign(document.createElement('blog-youtube'), { video: newId(), videoTitle: 'X' });
    document.body.append(element);
    await waitUntil(() => button(element));
    expect(button(element).getAttribute('aria-label')).to.equal('Play: X');
    expect(inside(element, '.box')!.dir).to.equal('rtl');
    words.arrive();
    await element.updateComplete;
    expect(button(element).getAttribute('aria-label')).to.equal('تشغيل: X');
    element.remove();
  });

  it('speaks English, and says so, when the file cannot be loaded', async () => {
    const words = delayLanguage('ru');
    document.documentElement.lang = 'ru';
    const element = Object.assign(document.createElement('blog-youtube'), { video: newId() });
    document.body.append(element);
    words.fail();
    await element.updateComplete;
    expect(inside(element, '[part=link]')!.textContent).to.equal('Watch on YouTube');
    expect(inside(element, '.box')!.lang).to.equal('en');
    element.remove();
  });
});
