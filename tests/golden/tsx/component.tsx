import { type ReactNode, useMemo } from "react";

interface Props<T> { items: T[]; render(item: T): ReactNode }

export const List = <T,>({ items, render }: Props<T>) => {
  const shown = useMemo<T[]>(() => items.filter(Boolean), [items]);
  return (
    <ul data-count={shown.length}>
      {shown.map((item) => <Row<T> key={String(item)} item={item!}>{render(item)}</Row>)}
      <Ctx.Provider value={null as Props<T> | null} />
    </ul>
  );
};
