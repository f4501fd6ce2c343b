/** Words is what another language has to say of everything that one says. */
export type Words<T> = { [K in keyof T]: T[K] extends string ? string : Words<T[K]> }
