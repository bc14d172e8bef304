import { expect } from '@open-wc/testing';
import { countWords, minutesToRead } from '../../src/post/reading-time.js';

describe('The time a text takes', () => {
  it('goes by words at 238 a minute, and is at least one minute', () => {
    expect(minutesToRead('one two three')).to.equal(1);
    expect(minutesToRead('word '.repeat(238 * 4))).to.equal(4);
  });

  it('goes by characters in Chinese and Japanese, which have no spaces', () => {
    expect(minutesToRead('汉'.repeat(260 * 3))).to.equal(3);
    expect(minutesToRead('ひらがなカタカナ'.repeat(65))).to.equal(2);
  });

  it('counts Thai by its letters, and Korean, Russian and Arabic by their words', () => {
    expect(minutesToRead('ภาษาไทย'.repeat(238))).to.equal(2);
    expect(countWords('한국어 문장 하나')).to.equal(3);
    expect(countWords('Это три слова')).to.equal(3);
    expect(countWords('هذه ثلاث كلمات')).to.equal(3);
  });

  it('is nothing for nothing', () => {
    expect(minutesToRead(' … — !')).to.equal(0);
  });

  it('takes a word with an apostrophe or a dash for one', () => {
    expect(countWords('zo’n foto-album van U.S.')).to.equal(4);
  });

  it('is known at once for a book', () => {
    const start = performance.now();
    expect(minutesToRead('Een woord en 汉字. '.repeat(60_000))).to.be.above(500);
    expect(performance.now() - start).to.be.below(3000);
  });
});
