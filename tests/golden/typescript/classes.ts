@Component({ selector: "app", setup() {} })
export class App<T> extends Base<T> implements OnInit, lib.Hooks<T> {
  @Input() name?: string;
  private readonly items: Item[] = [];
  declare legacy: boolean;
  @Output("done") handler = async (event: Event) => this.items;
  constructor(private http: Http, @Inject(TOKEN) public readonly token: string) { super(); }
  @HostListener("click", ["$event"])
  @log.Trace
  async click({ x, y }: Point, times = 1): Promise<void> {}
  overloaded(a: string): void;
  overloaded(a: any) {}
}
@Sealed
export default class {
  method() {}
}
abstract class Job {
  protected abstract run(input: Input): Output;
  static #count: number;
}
class Nested {
  make() {
    return class extends Base { inside() {} };
  }
}
