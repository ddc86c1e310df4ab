// What a WIT schema calls a method, and so what errors call it: `placeOrder` is `place-order` there.
export const inSchema = (method) => method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
