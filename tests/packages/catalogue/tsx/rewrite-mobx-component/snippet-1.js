export const Example = observer(() => {…})
