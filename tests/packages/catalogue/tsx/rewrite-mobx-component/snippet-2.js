const BaseExample = () => {…}
const Example = observer(BaseExample)
