using Ashlar.Core.Judging.Units;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

public sealed class OtherUnitTests
{
    /// <summary>ISO C90 knows declarations only at the start of a block, and projects of that age make a warning of it an error.</summary>
    [Theory]
    [InlineData(
        "ledger.c",
        "int total(int a)\n{\n    int c = a;\n    return c;\n}\n",
        "int total(int a)\n{ if (1) { return 0; } {\n    int c = a;\n    return c;\n}}\n"
    )]
    [InlineData(
        "ledger.c",
        "void add(int a)\n{\n    int c = a;\n    use(c); // }\n}\n",
        "void add(int a)\n{ if (1) { return; } {\n    int c = a;\n    use(c); // }\n}}\n"
    )]
    public async Task The_body_of_an_emptied_function_of_C_is_a_block_of_its_own(string path, string code, string emptied) =>
        Assert.Contains(emptied, (await Change.Of(path, null, code)).Single(unit => unit.IsFunction).Texts());

    public static TheoryData<string, string, string[]> Shapes =>
        new()
        {
            {
                "Ledger.cs",
                """"
                    using System;
                    namespace App;
                    [Serializable]
                    public sealed class Ledger<T>(int start) : IDisposable where T : class, new()
                    {
                        private readonly char quote = '"';
                        private const string Raw = $$"""{ "a": {{1}} } """;
                        public Ledger() : this(1) { start = 2; }
                        ~Ledger() { Dispose(); }
                        public int Total => items.Sum(x => { return x; });
                        public string Name { get; set; } = "}";
                        public int Size { get { return 1; } private set => size = value; }
                        public int this[int i] { get => items[i]; }
                        [Fact] public void Is_a_test() { Assert.True(true); }
                        public static async Task<List<(int A, string B)>> LoadAsync<TKey>(TKey key, out int n) where TKey : notnull
                        {
                            int Local(int x) { return x; }
                            if (key is null) { n = 1; }
                            return [];
                        }
                        public (int A, int B) Pair(string text = @"a""{") => (1, 2);
                        void IDisposable.Dispose() { }
                        public static Ledger<T> operator +(Ledger<T> a, Ledger<T> b) => a;
                        public static implicit operator int(Ledger<T> a) { return a.Total; }
                        internal record struct Row(int A) { public int Twice() => A * 2; }
                        IEnumerable<int> Each() { yield return 1; }
                    }
                    public enum Kind { A, B = 2 }
                    """",
                [
                    "Ledger.Ledger",
                    "Ledger.~Ledger",
                    "Ledger.Total",
                    "Ledger.Size.get",
                    "Ledger.Size.set",
                    "Ledger.this.get",
                    "Ledger.LoadAsync",
                    "Ledger.Pair",
                    "Ledger.IDisposable.Dispose",
                    "Ledger.operator+",
                    "Ledger.operatorint",
                    "Ledger.Row.Twice",
                    "Ledger.Each",
                ]
            },
            {
                "Ledger.java",
                """"
                    package app;
                    import java.util.*;
                    public class Ledger<T extends Comparable<T>> implements Runnable {
                        private final Map<String, List<T>> rows = new HashMap<>() {{ put("}", null); }};
                        private static final Comparator<String> C = (a, b) -> { return 0; };
                        static { System.out.println("{"); }
                        public Ledger(int a) { super(); this.a = a; }
                        @Override public void run() { new Thread() { public void run() { int x; } }.start(); }
                        @SuppressWarnings({"a", "b"}) protected <K> Map<K, List<? extends T>> group(final K key, int... n) throws IOException { return null == key ? Map.of() : rows; }
                        abstract int none();
                        enum Op { ADD("+") { int apply(int a) { return a + 1; } }, SUB; int apply(int a) { return 2; } Op(String s) { this.s = s; } Op() { } }
                        record Row(int a) { Row { if (a < 0) throw new RuntimeException(); } int twice() { return 2 * a; } }
                        interface Shape { double area(); default String name() { return "s"; } }
                        @Test void test() { assertTrue(true); }
                        char quote() { return '"'; }
                        String text() { return """
                            { "a" }
                            """; }
                    }
                    """",
                [
                    "Ledger.Ledger",
                    "Ledger.run",
                    "Ledger.group",
                    "Ledger.Op.ADD.apply",
                    "Ledger.Op.apply",
                    "Ledger.Op.Op",
                    "Ledger.Op.Op",
                    "Ledger.Row.Row",
                    "Ledger.Row.twice",
                    "Ledger.Shape.name",
                    "Ledger.quote",
                    "Ledger.text",
                ]
            },
            {
                "ledger.go",
                """"
                    package ledger
                    import "fmt"
                    type Shape interface { Area() float64 }
                    type Ledger[T any] struct { items []T; f func(int) int }
                    var rates = map[string]int{ "usd": 1 }
                    var Hook = func(a int) int { return a }
                    func New[T any](items ...T) *Ledger[T] { return &Ledger[T]{items: items} }
                    func (l *Ledger[T]) Each(f func(T) error) (n int, err error) { for _, i := range l.items { go func() { f(i) }() }; return }
                    func pair() (map[string]interface{}, error) { return nil, fmt.Errorf(`{`) }
                    func rune2() rune { return '{' }
                    func (Ledger[T]) none() { }
                    func get() interface{ A() } { return nil }
                    """",
                ["Hook", "New", "Ledger.Each", "pair", "rune2", "Ledger.none", "get"]
            },
            {
                "ledger.rs",
                """"
                    use std::fmt;
                    macro_rules! m { ($x:expr) => { fn hidden() {} } }
                    pub(crate) struct Ledger<'a, T> { items: &'a [T] }
                    impl<'a, T: fmt::Debug> Ledger<'a, T> where T: Clone {
                        pub const fn new(items: &'a [T]) -> Self { Self { items } }
                        pub async unsafe fn each<F>(&mut self, f: F) -> Result<Vec<T>, Box<dyn std::error::Error>> where F: Fn(&T) -> bool { let c = '{'; let r = r#"}"#; Ok(vec![]) }
                        fn text(&self) -> &'a str { "}" }
                    }
                    impl fmt::Display for Ledger<'_, u8> { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{{}}") } }
                    trait Shape { fn area(&self) -> f64; fn name(&self) -> String { String::from("s") } }
                    extern "C" fn raw(x: i32) -> i32 { x }
                    #[cfg(test)]
                    mod tests { use super::*; #[test] fn works() { assert!(true); } fn helper() -> i32 { 1 } }
                    #[tokio::test]
                    async fn later() { helper(); }
                    """",
                [
                    "Ledger < 'a , T >.new",
                    "Ledger < 'a , T >.each",
                    "Ledger < 'a , T >.text",
                    "fmt :: Display for Ledger < '_ , u8 >.fmt",
                    "Shape.name",
                    "raw",
                ]
            },
            {
                "Ledger.kt",
                """"
                    package app
                    import kotlin.math.*
                    data class Row(val a: Int, val b: String = "}") { fun twice() = a * 2 }
                    class Ledger(private val items: List<Int>) : Shape {
                        private var x: Int = 1
                            get() = field + 1
                            set(value) { field = value }
                        init { println("${items.map { it }}") }
                        constructor(a: Int) : this(listOf(a)) { x = a }
                        override fun area(): Double { return 2.0 }
                        suspend fun <T> load(f: (T) -> Unit): Map<String, List<T>>? where T : Any { return null }
                        companion object { fun of(a: Int): Ledger = Ledger(listOf(a)) }
                        private fun String.shout(): String =
                            this
                                .uppercase()
                        @Test fun `a test`() { check(true) }
                    }
                    fun main() { println("a") }
                    """",
                [
                    "Row.twice",
                    "Ledger.x.get",
                    "Ledger.set",
                    "Ledger.init",
                    "Ledger.area",
                    "Ledger.load",
                    "Ledger.object.of",
                    "Ledger.String.shout",
                    "main",
                ]
            },
            {
                "Ledger.php",
                """"
                    <html><?php
                    namespace App;
                    use Foo\{A, B};
                    #[Attribute]
                    final class Ledger extends Base implements C {
                        const X = ['}' => 1];
                        public function __construct(private array $items = [], ?string &$name = null) { parent::__construct(); }
                        public static function total(int ...$n): int|float { return array_sum(array_map(function ($x) use ($n) { return $x; }, $n)); }
                        abstract protected function none(): void;
                        public function text(): string { return <<<EOT
                          { $this->a
                          EOT; }
                        private function &ref() { return $this->x["{$this->y['z']}"]; } // }
                    }
                    function helper($a) { yield $a; }
                    $route = function (Request $r) { return 1; };
                    ?></html>
                    """",
                ["Ledger.__construct", "Ledger.total", "Ledger.text", "Ledger.ref", "helper", "$route"]
            },
            {
                "ledger.c",
                """"
                    #include <stdio.h>
                    #define MAX(a, b) ((a) > (b) ? (a) : (b)) /* { */ \
                        + 0
                    struct point { int x; };
                    static const char *names[] = { "a", "}" };
                    static struct point *make(int x, char **argv) { return 0; }
                    int proto(int x);
                    struct point by_value(void) { struct point p = {0}; return p; }
                    __attribute__((noreturn)) void die(const char *fmt, ...) { if (fmt) { puts("{"); } }
                    enum kind { A, B };
                    char quote(void) { return '"'; }
                    """",
                ["make", "by_value", "die", "quote"]
            },
            {
                "ledger.cpp",
                """"
                    #include <vector>
                    namespace app::core {
                    template <class T, typename U = int> class Ledger final : public Base<T> {
                    public:
                      explicit Ledger(int a) : Base<T>(a), items{1, 2}, b_{a} { run(); }
                      ~Ledger() override { clear(); }
                      [[nodiscard]] int size() const noexcept(true) override { return 1'000; }
                      auto begin() const -> std::vector<T>::iterator { return items.begin(); }
                      bool operator==(const Ledger& o) const { return true; }
                      void operator()(int x) { }
                      const T& at(int i) const { return items[i]; }
                      int x = 3;
                    private:
                      std::function<void()> f = [] { return; };
                    };
                    template <> int Ledger<int>::size() const { return 2; }
                    std::string raw() { return R"x({ ")" )x"; }
                    extern "C" { int c_api(void) { return 1; } }
                    TEST_CASE("a test") { REQUIRE(true); }
                    }
                    """",
                [
                    "Ledger.Ledger",
                    "Ledger.~Ledger",
                    "Ledger.size",
                    "Ledger.begin",
                    "Ledger.operator==",
                    "Ledger.operator()",
                    "Ledger.at",
                    "Ledger<int>::size",
                    "raw",
                    "c_api",
                ]
            },
            {
                "ledger.rb",
                """"
                    require "json"
                    module App
                      class Ledger < Base
                        attr_reader :items
                        RATES = %w[end do if].freeze
                        def initialize(items = [], name: "x") = super()
                        def self.load(path)
                          File.open(path) do |f|
                            return if $'
                            return f.read if f
                          end
                          text = <<~EOS
                            end { "
                          EOS
                          text unless path.nil?
                        end
                        def size() = items.size
                        def empty?; items.empty?; end
                        def [](i)
                          while i > 0 do i -= 1 end
                          case i when 1 then :end else { if: 1, end: 2 } end
                        end
                        def name=(v)
                          @name = begin v rescue nil end
                        end
                        def ==(other) other.is_a?(self.class) end
                      end
                    end
                    def helper(x) x / 2 end
                    """",
                [
                    "App.Ledger.initialize",
                    "App.Ledger.self.load",
                    "App.Ledger.size",
                    "App.Ledger.empty?",
                    "App.Ledger.[]",
                    "App.Ledger.name=",
                    "App.Ledger.==",
                    "helper",
                ]
            },
            {
                "ledger.ex",
                """"
                    defmodule App.Ledger do
                      use GenServer
                      @doc "Sums: end do"
                      def total([]), do: 0
                      def total([h | t]) when is_integer(h) do
                        Enum.map(t, fn x -> x end)
                        if h > 1, do: h, else: 2
                      end
                      defp helper(x, y \\ 1) do
                        case x do
                          :end -> ~s(end)
                          _ -> y
                        end
                      end
                      def run(x), do: x |> helper()
                    end
                    """",
                ["App.Ledger.total/1", "App.Ledger.total/1", "App.Ledger.helper/2", "App.Ledger.run/1"]
            },
            {
                "ledger.lua",
                """"
                    local json = require("json")
                    local M = {}
                    function M.total(items) local s = 0 for _, i in ipairs(items) do s = s + i end return s end
                    function M:name(...) if self.x then return "end" elseif y then return [[end]] end end
                    local function helper(a) while a do a = nil end repeat a = 1 until a -- end
                      return function() return a end end
                    M.other = function(x) return { x = x } end
                    return M
                    """",
                ["M.total", "M:name", "helper", "M.other"]
            },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Functions_of_every_shape_are_found(string path, string text, string[] names)
    {
        var units = (await Change.Of(path, null, text)).Where(unit => unit.Kind == UnitKind.Added).ToList();

        Assert.Equal(names, units.Select(unit => unit.Name.Split(" at line")[0]));
        Assert.All(
            units,
            unit => Assert.True(unit.Ways.Count > 0 || unit.Missing.Single().Reason == NotMeasuredReason.AlreadyEmpty, unit.Name)
        );
    }
}
