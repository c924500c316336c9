/**
 * Player: the page that plays a game: loading screen, WebGL2, input, sound.
 *
 * Nothing lives here yet; the door is in place so that the arrows are.
 */
export {};
