/** All enhancements of a post. Loaded when a post needs one. */

import { start as copyCode } from './copy-code.js';
import { start as videos } from './embeds.js';
import type { EnhancementName, Start } from './enhancement.js';
import { start as progress } from './progress.js';
import { start as readingTime } from './reading-time.js';
import { start as jsonLd } from './structured-data.js';
import { start as tables } from './tables.js';
import { start as toc } from './toc.js';
import { start as zoomImages } from './zoom.js';

export const enhancements: Record<EnhancementName, Start> = { videos, tables, readingTime, toc, progress, zoomImages, copyCode, jsonLd };
