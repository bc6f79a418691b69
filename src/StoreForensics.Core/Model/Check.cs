using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>What was checked.</summary>
public enum CheckKind
{
    /// <summary>An image's configuration, whose digest is the image's id.</summary>
    Image,

    /// <summary>A layer as a whole.</summary>
    Layer,

    /// <summary>One file of a layer. Only those that are not as recorded are listed.</summary>
    File,

    /// <summary>A content blob, named by its digest.</summary>
    Blob,

    /// <summary>A layer's place over those below it, whose digest is the chain id.</summary>
    Chain,

    /// <summary>The evidence itself, against a digest that it carries.</summary>
    Evidence,
}

/// <summary>How a check came out.</summary>
public enum CheckStatus
{
    Ok,

    /// <summary>There, but not as recorded.</summary>
    Altered,

    /// <summary>Recorded, but not there.</summary>
    Missing,

    /// <summary>There, but in no record.</summary>
    Planted,

    /// <summary>Nothing to check it against, or no way to; the detail says why.</summary>
    Unverifiable,
}

/// <summary>One thing that was compared with what the engine recorded of it. Null is unknown or does not apply.</summary>
public sealed record Check
{
    public required CheckKind Kind { get; init; }

    public required CheckStatus Status { get; init; }

    /// <summary>What was checked: an image's id, a layer's, a digest.</summary>
    public required string Subject { get; init; }

    public string? Expected { get; init; }

    public string? Actual { get; init; }

    /// <summary>Absolute path inside the layer, of a file.</summary>
    public EvidencePath? Path { get; init; }

    /// <summary>In words, for the examiner; text from the evidence in it is escaped.</summary>
    public string? Detail { get; init; }

    /// <summary>Where in the evidence the thing lies; for a missing one, where it should.</summary>
    public required Origin Origin { get; init; }

    public Layer? Layer { get; init; }

    public Image? Image { get; init; }

    /// <summary>A file's modification time as recorded when the layer was stored.</summary>
    public Timestamp? RecordedModified { get; init; }

    /// <summary>A file's modification time on disk; of a missing file its directory's.</summary>
    public Timestamp? Modified { get; init; }

    /// <summary>When a file's metadata last changed (ctime), where the evidence has it; of a missing file its directory's.</summary>
    public Timestamp? Changed { get; init; }

    /// <summary>Of what contradicts a record; null for all else.</summary>
    public Grounds? Grounds { get; init; }

    /// <summary>Whether this contradicts a record.</summary>
    public bool IsMismatch => Status is CheckStatus.Altered or CheckStatus.Missing or CheckStatus.Planted;
}

/// <summary>The words of the contract.</summary>
public static class CheckWords
{
    /// <summary>The first of the alternatives where a difference is no later than the record.</summary>
    public const string StoredSo = "the layer was stored so: a fault of the engine, or of the disk while it wrote";

    public static string Word(this CheckKind kind) => kind switch
    {
        CheckKind.Image => "image",
        CheckKind.Layer => "layer",
        CheckKind.File => "file",
        CheckKind.Blob => "blob",
        CheckKind.Chain => "chain",
        _ => "evidence",
    };

    public static string Word(this CheckStatus status) => status switch
    {
        CheckStatus.Ok => "ok",
        CheckStatus.Altered => "altered",
        CheckStatus.Missing => "missing",
        CheckStatus.Planted => "planted",
        _ => "unverifiable",
    };
}
