/** Stands in until the account dialog is here. */
import type { CommentStore } from '../stores/store.js';

export function openAccount(_box: HTMLElement, _store: CommentStore, _reason: 'log-in' | 'register' | 'ended'): void {}
