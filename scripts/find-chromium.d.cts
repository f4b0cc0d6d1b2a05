export declare const findChromium: () => { readonly path: string } | { readonly problem: string };
