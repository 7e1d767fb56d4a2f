namespace Ashlar.Core.Conversations;

/// <summary>A document that a task gets, as text or as an image.</summary>
public sealed record FoundDocument
{
    /// <summary>Its path, relative to the root with <c>/</c>, or absolute for a ticket that lies elsewhere.</summary>
    public required string Path { get; init; }

    /// <summary>Why it is here, such as <c>the spec's own</c> or <c>named by the prompt, line 12</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether a run without it does not start.</summary>
    public bool Required { get; init; }

    /// <summary>Its whole size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Its text, from its beginning to its budget; null for an image and for a document that is only named.</summary>
    public string? Text { get; init; }

    /// <summary>The media type of an image, such as <c>image/png</c>; null for text.</summary>
    public string? MediaType { get; init; }

    /// <summary>The bytes of an image; empty for text and for an image that is only named.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Whether only the task's own words name it; other tasks of the run do not get it.</summary>
    public bool OfTask { get; init; }

    /// <summary>Whether less than the whole of it is given.</summary>
    public bool Cut { get; init; }
}

/// <summary>The documents of a task and what is wrong with them.</summary>
/// <param name="Documents">The documents in the order in which they are given.</param>
/// <param name="Problems">Required documents that are missing (errors: the run does not start, exit status 2), and warnings: templates, documents that were cut.</param>
public sealed record DocumentSet(IReadOnlyList<FoundDocument> Documents, IReadOnlyList<Problem> Problems)
{
    /// <summary>Paths that the task's words name and that are not there.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>The documents, or a <see cref="ProblemException"/> with exit status 2 that names all required ones that are missing.</summary>
    public DocumentSet Required
    {
        get
        {
            var errors = Problems.Where(problem => !problem.Warning).ToList();
            return errors.Count == 0 ? this : throw new ProblemException(errors);
        }
    }
}
