using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings;

/// <summary>A text that somebody typed or a program wrote.</summary>
internal readonly ref struct TextSight
{
    public TextSight()
    {
    }

    public required TextKind Kind { get; init; }

    public required IReadOnlyList<string> Subjects { get; init; }

    public required string Text { get; init; }

    public required Origin Origin { get; init; }

    public Timestamp? Time { get; init; }

    /// <summary>The file that it was read from, absolute in its layer or volume; null for other texts.</summary>
    public EvidencePath? Path { get; init; }

    /// <summary>Whether a container only repeats what its image says.</summary>
    public bool IsInherited { get; init; }

    /// <summary>Of a build step: the environment of its image, which says again what an ENV instruction set. Empty for other texts.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Whether it is the text of a file.</summary>
    public bool IsOfFile => Kind is TextKind.File or TextKind.Data;

    /// <summary>As <see cref="Where"/>, where its kind does not tell; else null.</summary>
    public string? Place { get; init; }

    /// <summary>On what a finding about it rests, where its kind does not tell; else null.</summary>
    public string? Ground { get; init; }

    /// <summary>See <see cref="Finding.Time"/>.</summary>
    public Timestamp? Happened { get; init; }

    /// <summary>Where it stands, as the beginning of a sentence.</summary>
    public string Where => Place ?? Kind switch
    {
        TextKind.LogLine => "A line of the log",
        TextKind.BuildStep => "A build step",
        TextKind.ContainerCommand => "The container's command",
        TextKind.Label => "A label",
        TextKind.Environment => "The environment",
        TextKind.Mount => "A mount",
        _ => DisplayText.Escape((Path ?? default).Bytes),
    };

    /// <summary>On what a finding about it rests.</summary>
    public string Basis => Ground ?? Kind switch
    {
        TextKind.LogLine => "a line of the container's log, as the container wrote it",
        TextKind.BuildStep => "the history in the image's configuration, as the builder wrote it",
        TextKind.ContainerCommand => "the command in the container's configuration",
        TextKind.Label => "a label in the configuration of the image or container",
        TextKind.Environment => "a variable in the configuration of the image or container",
        TextKind.Mount => "a mount in the container's configuration",
        _ => "the text of the file in the evidence",
    };

    /// <summary>The entry of the file; null for other texts.</summary>
    public FindingEntry? Entry { get; init; }
}

/// <summary>Where a text comes from.</summary>
[Flags]
internal enum TextKind
{
    None = 0,
    BuildStep = 1,
    ContainerCommand = 2,

    /// <summary><c>NAME=value</c>.</summary>
    Environment = 4,

    /// <summary><c>name=value</c>.</summary>
    Label = 8,
    LogLine = 16,

    /// <summary>A short text file that a step or container brought: a script, a schedule, a configuration, a history.</summary>
    File = 32,

    /// <summary>A container's mount: <c>bind /source:/destination:rw</c>.</summary>
    Mount = 64,

    /// <summary>Any other small text file that a step, container or volume brought: shown only to rules that ask for it.</summary>
    Data = 128,
}
