const App = ({ title, children }) => (
  <Layout.Main title={title} onClose={() => close(1)} aria-label="main" {...rest}>
    <div className="box" xlink:href="#x">{children}</div>
    <my-element on={handler} />
    <Button />
    <>{title.trim()}</>
  </Layout.Main>
);
