/**
 * Requests that may wait at the same time in this process, all together and of one merchant, so that one whose endpoint
 * is slow does not take the places of the others.
 */
export type Places = {
  /** False: there is none left. */
  readonly take: (merchantId: string) => boolean;
  readonly release: (merchantId: string) => void;
};

export const createPlaces = ({ most, mostOfOne }: { readonly most: number; readonly mostOfOne: number }): Places => {
  const taken = new Map<string, number>();
  let all = 0;
  return {
    take: (merchantId) => {
      const ofThis = taken.get(merchantId) ?? 0;
      if (all >= most || ofThis >= mostOfOne) return false;
      taken.set(merchantId, ofThis + 1);
      all++;
      return true;
    },
    release: (merchantId) => {
      const ofThis = (taken.get(merchantId) ?? 0) - 1;
      if (ofThis > 0) taken.set(merchantId, ofThis);
      else taken.delete(merchantId);
      all--;
    },
  };
};
