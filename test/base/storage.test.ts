import { expect } from '@open-wc/testing';
import { readStored, storageKeys, watchStored, writeStored } from '../../src/base/storage.js';

const key = 'storage-test';

/** As in a browser that blocks storage, or whose storage is full. */
function withBrokenStorage(run: () => void): void {
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  try {
    run();
  } finally {
    Storage.prototype.setItem = setItem;
  }
}

describe('Storage', () => {
  afterEach(() => writeStored(key, null));

  it('keeps what is written', () => {
    expect(writeStored(key, 'a')).to.be.true;
    expect(readStored(key)).to.equal('a');
    expect(localStorage.getItem(key)).to.equal('a');
  });

  it('keeps it in memory, and says so, when the browser refuses', () => {
    writeStored(key, 'old');
    withBrokenStorage(() => expect(writeStored(key, 'new')).to.be.false);
    expect(readStored(key)).to.equal('new');
    writeStored(key, 'later');
    expect(localStorage.getItem(key)).to.equal('later');
  });

  it('gives way to what another tab could write since', () => {
    const stop = watchStored(key, () => undefined);
    withBrokenStorage(() => writeStored(key, 'here'));
    localStorage.setItem(key, 'there');
    dispatchEvent(new StorageEvent('storage', { key, newValue: 'there' }));
    expect(readStored(key)).to.equal('there');
    stop();
  });

  it('tells those who watch, here and in other tabs, until they stop', () => {
    const heard: (string | null)[] = [];
    const stop = watchStored(key, (value) => heard.push(value));
    writeStored(key, '1');
    dispatchEvent(new StorageEvent('storage', { key, newValue: '2' }));
    dispatchEvent(new StorageEvent('storage', { key: 'another', newValue: '3' }));
    dispatchEvent(new StorageEvent('storage', { key: null }));
    stop();
    writeStored(key, '4');
    expect(heard).to.deep.equal(['1', '2', null]);
  });
});

describe('The names in storage', () => {
  it('are those that browsers of readers hold already', () => {
    const site = 'https://example.org/comments';
    expect([
      storageKeys.textSize,
      storageKeys.textSizeRules('blog-text-size'),
      storageKeys.youtubeConsent,
      storageKeys.session(site),
      storageKeys.guest(site),
      storageKeys.editSecret(site, '7'),
      storageKeys.drafts(site, '/a'),
      storageKeys.drafts(site, '/a', ''),
      storageKeys.drafts(site, '/a', 'reply-7'),
      storageKeys.heldComments(site),
      storageKeys.unansweredComment('k'),
      storageKeys.localComments('demo'),
      storageKeys.returnToForm,
      storageKeys.commentCounts('rest', site),
    ]).to.deep.equal([
      'blog-text-size',
      'blog-text-size-css',
      'blog-youtube-consent',
      `blog-elements:session:${site}`,
      `blog-elements:guest:${site}`,
      `blog-elements:secret:["${site}","7"]`,
      `blog-elements:draft:["${site}","/a",`,
      `blog-elements:draft:["${site}","/a",""]`,
      `blog-elements:draft:["${site}","/a","reply-7"]`,
      `blog-elements:held:${site}`,
      'blog-elements:tried:k',
      'blog-elements:local:demo',
      'blog-elements:return',
      `blog-elements:counts:["rest","${site}"]`,
    ]);
  });
});
