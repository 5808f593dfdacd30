export type IdentityField = 'name' | 'personalCode' | 'email' | 'phone' | 'address' | 'number';

/** What says who a person is, as far as it is known. */
export type IdentityShown = readonly { readonly what: IdentityField; readonly value: string }[];
