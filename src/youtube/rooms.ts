/** The rooms that few cards need, or none before a press. */

/** A part of the program that comes when it is needed, once for all cards. */
export interface Late<Room = unknown> {
  /** The part, once it is there. */
  here?: Room;
  /** Fetches it. It never rejects: what could not be had is undefined, and fetched anew by who needs it next. */
  come(): Promise<Room | undefined>;
}

function late<Room>(load: () => Promise<Room>): Late<Room> {
  let coming: Promise<Room | undefined> | undefined;
  const room: Late<Room> = {
    come: () => coming ??= load().then((here) => room.here = here, () => coming = undefined),
  };
  return room;
}

/** Films from odd addresses, in playlists, with a start or an end. */
export const films = late(() => import('./video.js'));
/** Source, date and length. */
export const details = late(() => import('./details.js'));
/** The player. */
export const players = late(() => import('./player.js'));
/** Consent, errors, titles to ask for, structured data. */
export const rarities = late(() => import('./overlay.js'));
