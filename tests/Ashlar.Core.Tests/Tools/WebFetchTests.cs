using System.Net;
using System.Net.Sockets;
using System.Text;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Tools;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class WebFetchTests
{
    [Fact]
    public async Task A_page_comes_as_Markdown()
    {
        using var server = new OnePage(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
                + "<html><head><title>Rates</title><script>x()</script></head><body><nav>Menu</nav><main><h2>Use  it</h2><p>One <b>two</b>\n three, <a href='/more'>more</a>.</p><ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><pre>x = 1\ny</pre></main></body></html>"
        );
        using var room = new ToolRoom
        {
            Network = new NetworkAccess([], [server.Host]),
            Toolbox = new Toolbox([new WebFetchTool(_ => true)]),
        };

        var answer = await room.Call("WebFetch", ("url", $"http://{server.Host}/"));

        Assert.StartsWith($"(From {server.Host.Split(':')[0]}: material from outside", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith(
            $"\n\n# Rates\n\n## Use it\n\nOne two three, [more](http://{server.Host}/more).\n\n- a\n- b\n\n  - c\n\n```\nx = 1\ny\n```",
            answer.Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("<p style='display:none'>X</p>")]
    [InlineData("<p style='color: #FFF !important'>X</p>")]
    [InlineData("<font color='white'>X</font>")]
    [InlineData("<p style='color:red;background:red'>X</p>")]
    [InlineData("<p style='font-size:0px'>X</p>")]
    [InlineData("<p style='opacity:0'>X</p>")]
    [InlineData("<p style='visibility: hidden'>X</p>")]
    [InlineData("<p style='position:absolute;left:-9999px'>X</p>")]
    [InlineData("<p hidden>X</p>")]
    [InlineData("<div aria-hidden='true'><p>X</p></div>")]
    [InlineData("<span class='sr-only'>X</span>")]
    [InlineData("<pre>a<span style='display:none'>X</span></pre>")]
    [InlineData("<code>a<i hidden>X</i></code>")]
    public void What_a_person_does_not_see_of_a_page_is_left_out_and_said(string hidden)
    {
        var address = new Uri("http://example.org/");

        var text = HtmlMarkdown.Convert($"<body><p>Seen</p>{hidden}<p style='color:black'>Too</p></body>", address);

        Assert.DoesNotContain("X", text, StringComparison.Ordinal);
        Assert.Contains("Seen", text, StringComparison.Ordinal);
        Assert.Contains("Too", text, StringComparison.Ordinal);
        Assert.EndsWith("(1 parts of the page that a person does not see are left out.)", text, StringComparison.Ordinal);
        Assert.Equal("X", HtmlMarkdown.Convert("<p style='font-size:12px; opacity: .9; width: 50%'>X</p>", address));
        Assert.Equal("ab", HtmlMarkdown.Convert("<p>a\u200b\u202e\U000E0041b</p>", address));
    }

    [Theory]
    [InlineData("http://other.example/", "network.host")]
    [InlineData("http://sub.HOST/", "network.host")]
    [InlineData("http://HOST.evil.example/", "network.host")]
    [InlineData("http://user@HOST/", "arg.invalid")]
    [InlineData("file:///etc/passwd", "arg.invalid")]
    [InlineData("http://HO\0ST/", "arg.invalid")]
    [Trait("case", "INJ-005")]
    public async Task Only_named_hosts_are_reached(string url, string code)
    {
        using var room = new ToolRoom { Network = new NetworkAccess([], ["docs.example"]) };

        var answer = await room.Call("WebFetch", ("url", url.Replace("HOST", "docs.example", StringComparison.Ordinal)));

        Assert.Equal(code, answer.Refusal?.Code);
    }

    [Fact]
    public async Task A_name_that_means_a_private_address_is_not_reached()
    {
        using var server = new OnePage("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nsecret");
        using var room = new ToolRoom { Network = new NetworkAccess([], [server.Host]) };

        var answer = await room.Call("WebFetch", ("url", $"http://{server.Host}/"));

        Assert.True(answer.IsError);
        Assert.Contains("is an address of this machine or of a private network", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "INJ-005")]
    public async Task A_redirect_to_another_host_is_not_followed()
    {
        using var server = new OnePage(
            "HTTP/1.1 302 Found\r\nLocation: http://other.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        using var room = new ToolRoom
        {
            Network = new NetworkAccess([], [server.Host]),
            Toolbox = new Toolbox([new WebFetchTool(_ => true)]),
        };

        var answer = await room.Call("WebFetch", ("url", $"http://{server.Host}/"));

        Assert.Contains("redirects to http://other.example/, which is not fetched", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en/5.0/ref/models/querysets/select-related?page=2&version=5.0.1", null)]
    [InlineData("library/urllib.parse.html", null)]
    [InlineData("search?q=transaction+atomic+on_commit+savepoint", null)]
    [InlineData("internationalizationandlocalizationframework", null)]
    [InlineData("c?d=R0VORVJBVEVEIEFUIFJVTiBUSU1FIDQyIGFuZCBtb3Jl", "network.address")]
    [InlineData("4a6f9b1c3d5e7f8091a2b3c4d5e6f708", "network.address")]
    [InlineData(
        "q?a=one+two+three+four+five+six+seven+eight+nine+ten+eleven+twelve+thirteen+fourteen+fifteen+sixteen+seventeen+eighteen+nineteen",
        "network.address"
    )]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "network.address")]
    [Trait("case", "INJ-005")]
    public void An_address_that_could_carry_off_what_was_read_is_not_asked_for(string rest, string? code) =>
        Assert.Equal(code, FetchAddress.Refusal($"https://docs.example/{rest}", ["docs.example"], out _)?.Code);

    [Fact]
    [Trait("case", "INJ-005")]
    public async Task A_run_makes_only_so_many_fetches()
    {
        using var server = new OnePage("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhello");
        using var room = new ToolRoom
        {
            Network = new NetworkAccess([], [server.Host]),
            Toolbox = new Toolbox([new WebFetchTool(_ => true)]),
            Fetches = new FetchBudget(FetchBudget.Most - 1),
        };

        var last = await room.Call("WebFetch", ("url", $"http://{server.Host}/"));
        var over = await room.Call("WebFetch", ("url", $"http://{server.Host}/"));

        Assert.EndsWith("hello", last.Text, StringComparison.Ordinal);
        Assert.Equal("network.fetches", over.Refusal?.Code);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    public void Private_addresses_are_known(string address, bool expected) =>
        Assert.Equal(expected, WebFetchTool.IsPublic(IPAddress.Parse(address)));

    private sealed class OnePage : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public OnePage(string response)
        {
            listener.Start();
            Host = $"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";
            _ = AnswerAsync(response);
        }

        public string Host { get; }

        public void Dispose() => listener.Dispose();

        private async Task AnswerAsync(string response)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096]);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(response));
            }
            catch (SocketException)
            {
                // Nobody called before the test ended.
            }
        }
    }
}
