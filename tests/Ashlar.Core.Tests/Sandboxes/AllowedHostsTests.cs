using System.Net;
using Ashlar.Core.Sandboxes.Networks;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class AllowedHostsTests
{
    private static readonly AllowedHosts Hosts = new(["pypi.org", "registry.example:8443", "bücher.example"]);

    [Theory]
    [InlineData("pypi.org", "pypi.org")]
    [InlineData("PyPI.org.", "pypi.org")]
    [InlineData("pypi.org:80", "pypi.org")]
    [InlineData("registry.example:8443", "registry.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    public void An_allowed_host_is_found_in_every_spelling(string authority, string name) =>
        Assert.Equal(name, Hosts.Find(authority, 443)?.Name);

    [Theory]
    [InlineData("")]
    [InlineData("files.pypi.org")]
    [InlineData("pypi.org.evil.example")]
    [InlineData("evilpypi.org")]
    [InlineData("pypi.org:22")]
    [InlineData("pypi.org:0")]
    [InlineData("pypi.org:99999")]
    [InlineData("pypi.org:443:443")]
    [InlineData("user@pypi.org")]
    [InlineData("pypi.org@evil.example")]
    [InlineData("evil.example\0pypi.org")]
    [InlineData("pypi.org\0.evil.example")]
    [InlineData("pypi%2Eorg")]
    [InlineData("registry.example")]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    public void Everything_else_is_refused(string authority) => Assert.Null(Hosts.Find(authority, 443));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    public void Private_addresses_are_told_from_public_ones(string address, bool expected) =>
        Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData(
        "GET http://a.example/x HTTP/1.1\r\nHost: b.example\r\nProxy-Authorization: x\r\nAccept: y",
        "GET /x HTTP/1.1\r\nAccept: y\r\nHost: a.example\r\nConnection: close\r\n\r\n"
    )]
    [InlineData("GET http://a.example?q HTTP/1.1", "GET /?q HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n")]
    public void A_plain_request_is_sent_on_for_the_host_that_was_checked(string head, string forwarded) =>
        Assert.Equal(forwarded, ProxyRequest.Read(head)?.Forwarded);

    [Theory]
    [InlineData("GET /x HTTP/1.1\r\nHost: a.example")]
    [InlineData("GET http://a.example/x HTTP/2")]
    [InlineData("GET http://a.example/ x HTTP/1.1")]
    [InlineData("GET http://a.example/x HTTP/1.1\nHost: b")]
    [InlineData("CONNECT a.example\0:443 HTTP/1.1")]
    public void What_could_be_read_in_two_ways_is_no_request(string head) => Assert.Null(ProxyRequest.Read(head));
}
