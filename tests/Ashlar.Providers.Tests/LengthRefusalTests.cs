using System.Text;
using Ashlar.Core.Models;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

/// <summary>Refusals for length, and the window that their words tell.</summary>
public sealed class LengthRefusalTests
{
    [Theory]
    [InlineData(
        400,
        8192,
        """{"error":{"message":"This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (8000 in the messages, 1000 in the completion). Please reduce the length of the messages or completion.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"""
    )]
    [InlineData(
        400,
        8192,
        """{"object":"error","message":"'max_tokens' or 'max_completion_tokens' is too large: 1000. This model's maximum context length is 8192 tokens and your request has 7500 input tokens (1000 > 8192 - 7500).","type":"BadRequestError","code":400}"""
    )]
    [InlineData(
        400,
        2048,
        """{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":4000,"n_ctx":2048}}"""
    )]
    [InlineData(
        400,
        200000,
        """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}"""
    )]
    [InlineData(
        400,
        200000,
        """{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 199500 + 1000 > 200000, decrease input length or `max_tokens` and try again"}}"""
    )]
    [InlineData(
        400,
        32768,
        """{"object":"error","message":"Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length","type":"invalid_request_error","code":"3051"}"""
    )]
    [InlineData(
        400,
        1048576,
        """[{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}]"""
    )]
    [InlineData(
        422,
        4096,
        """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 3900 `inputs` tokens and 1000 `max_new_tokens`","error_type":"validation"}"""
    )]
    [InlineData(400, 4096, """{"error":{"message":"The input (5000 tokens) is longer than the model's context length (4096 tokens)."}}""")]
    [InlineData(
        400,
        131072,
        """{"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the request contains 537812 tokens."}"""
    )]
    [InlineData(
        400,
        30720,
        """{"error":{"code":"invalid_parameter_error","message":"<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]"}}"""
    )]
    [InlineData(
        400,
        4096,
        """{"error":"Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough."}"""
    )]
    [InlineData(
        400,
        32768,
        """{"message":"Requested token count exceeds the model's maximum context length of 32,768 tokens. You requested a total of 36,000 tokens: 35,000 tokens from the input messages and 1000 tokens for the completion."}"""
    )]
    [InlineData(400, 4081, """{"message":"too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 5000."}""")]
    [InlineData(
        413,
        6000,
        """{"error":{"message":"Request too large for model `m-1` on tokens per minute (TPM): Limit 6000, Requested 9012, please reduce your message size and try again.","type":"tokens","code":"rate_limit_exceeded"}}"""
    )]
    [InlineData(
        500,
        4096,
        """{"error":{"message":"litellm.ContextWindowExceededError: BadRequestError: max context window is 4096 tokens, got 5000"}}"""
    )]
    [InlineData(400, null, """{"error":{"message":"Input is too long for requested model.","code":"ValidationException"}}""")]
    [InlineData(400, null, """{"error":{"code":"1261","message":"Prompt 超长"}}""")]
    [InlineData(413, null, "<html><title>413 Request Entity Too Large</title></html>")]
    public async Task Words_of_every_kind_are_understood_and_their_window_is_read(int status, int? window, string words)
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            ScriptedAnswer.Bytes(status, words.StartsWith('<') ? "text/html" : "application/json", Encoding.UTF8.GetBytes(words))
        );

        var failure = await talk.FailureAsync();

        Assert.Equal((FailureKind.TooLong, window), (failure.Kind, failure.Window));
        Assert.Single(talk.Server.Requests);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Invalid value: temperature must be at most 2"}}""")]
    [InlineData("""{"error":{"message":"messages: roles must be user or assistant"}}""")]
    [InlineData("""{"error":{"message":"The input was flagged by the content filter"}}""")]
    [InlineData("""{"error":{"message":"Too many tools: at most 128 are allowed"}}""")]
    [InlineData("""{"error":{"message":"max_tokens must be positive"}}""")]
    public async Task Other_refusals_are_none_of_length(string words)
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            _ => ScriptedAnswer.Bytes(400, "application/json", Encoding.UTF8.GetBytes(words))
        );

        Assert.Equal(
            (FailureKind.BadRequest, null),
            (await talk.FailureAsync()) switch
            {
                var failure => (failure.Kind, failure.Window),
            }
        );
    }
}
