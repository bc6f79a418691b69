using System.CommandLine;
using System.IO.Enumeration;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>The filters and contents of a timeline, same everywhere.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _since = new("--since") { Description = "Events from this time on (RFC 3339 or a date, UTC)", HelpName = "TIME" };
    private readonly Option<string?> _until = new("--until")
    {
        Description = "Events before this time; a bare date means the end of that day",
        HelpName = "TIME"
    };
    private readonly Option<string?> _around = new("--around") { Description = "Events about this time, as far as --window says", HelpName = "TIME" };
    private readonly Option<string?> _window = new("--window") { Description = "With --around: how far before and after it (default 5m)", HelpName = "5m" };
    private readonly Option<string[]> _images = Repeatable("--image", "IMAGE", "Events of this image");
    private readonly Option<string[]> _containers = Repeatable("--container", "CONTAINER", "Events of this container");
    private readonly Option<string[]> _layers = Repeatable("--layer", "ID", "Events of this layer (id or prefix)");
    private readonly Option<string[]> _types = Repeatable("--type", "GLOB", "Events whose type matches (layer.file.*)");
    private readonly Option<string[]> _paths = Repeatable("--path", "GLOB", "Events whose path matches (/etc/*)");
    private readonly Option<string[]> _texts = Repeatable("--match", "TEXT", "Events with this text in message, command or path, in any case");
    private readonly Option<string[]> _tags = Repeatable("--tag", "GLOB", "Events with this tag (secret, finding:*)");
    private readonly Option<string> _logs = new Option<string>("--logs")
    {
        Description = "Log lines as events: all, first-last (of each run) or none",
        DefaultValueFactory = _ => "first-last",
        HelpName = "all|first-last|none"
    }.Suggesting("all", "first-last", "none");
    private readonly Option<bool> _macb = new("--macb") { Description = "Change, birth and access times of files too, where the evidence has them" };
    private readonly Option<string?> _memory = new("--memory")
    {
        Description = "Memory for sorting before scratch files are used (default 96M)",
        HelpName = "SIZE"
    };

    private readonly PodFilter _pods = new();

    public void AddTo(Command command)
    {
        _pods.AddTo(command);
        foreach (Option option in (Option[])[_since, _until, _around, _window, _images, _containers, _layers, _types, _paths, _texts, _tags, _logs, _macb,
            _memory])
            command.Add(option);
    }

    /// <summary>Whether tags that only findings give are asked for.</summary>
    public bool NeedsFindings(ParseResult call) => (call.GetValue(_tags) ?? []).Any(t => t.Contains("finding", StringComparison.Ordinal) || t.StartsWith('*'));

    /// <summary>Tells of wrong values before the evidence is read.</summary>
    /// <exception cref="UsageException">One is.</exception>
    public void Check(ParseResult call)
    {
        _ = Span(call);
        foreach (string type in call.GetValue(_types) ?? [])
        {
            if (!EventTypes.Names.Any(n => FileSystemName.MatchesSimpleExpression(type, n, ignoreCase: false)))
                throw new UsageException($"no type of event is called {DisplayText.Escape(type)}; there are {string.Join(", ", EventTypes.Names)}");
        }
    }

    public TimelineOptions Read(ParseResult call, Inventory inventory, bool hashFiles, VerificationResult? verification) => new()
    {
        Filter = new EventFilter
        {
            Since = Span(call).Since,
            Until = Span(call).Until,
            Texts = call.GetValue(_texts) ?? [],
            Tags = call.GetValue(_tags) ?? [],
            Images = [.. (call.GetValue(_images) ?? []).SelectMany(inventory.FindImages).Select(i => i.Id)],
            Containers = [.. (call.GetValue(_containers) ?? []).SelectMany(inventory.FindContainers).Select(c => c.Id)],
            Pods = _pods.Of(call, inventory)?.Select(c => c.Id.Length > 0 ? c.Id : c.DisplayName).ToHashSet(StringComparer.Ordinal),
            Layers = call.GetValue(_layers) ?? [],
            Types = call.GetValue(_types) ?? [],
            Paths = call.GetValue(_paths) ?? [],
        },
        Logs = call.GetValue(_logs) switch
        {
            "all" => LogEvents.All,
            "first-last" => LogEvents.FirstAndLast,
            "none" => LogEvents.None,
            var other => throw new UsageException($"--logs takes all, first-last or none, not {DisplayText.Escape(other)}"),
        },
        Macb = call.GetValue(_macb),
        HashFiles = hashFiles,
        Verification = verification,
        MemoryBytes = Memory(call.GetValue(_memory)),
    };

    private (Timestamp? Since, Timestamp? Until) Span(ParseResult call)
    {
        Timestamp? since = TimeText.Parse(call.GetValue(_since), endOfDay: false, "--since");
        Timestamp? until = TimeText.Parse(call.GetValue(_until), endOfDay: true, "--until");
        if (call.GetValue(_around) is not { } around)
            return call.GetValue(_window) is null ? (since, until) : throw new UsageException("--window needs --around TIME");
        Timestamp middle = TimeText.Parse(around, endOfDay: false, "--around")!.Value;
        long window = TimeText.Seconds(call.GetValue(_window) ?? "5m", "--window");
        // The last moment of the window is in it, as the first is.
        var first = new Timestamp(middle.Seconds - window, middle.Nanoseconds);
        var last = middle.Nanoseconds < 999_999_999 ? new Timestamp(middle.Seconds + window, middle.Nanoseconds + 1)
            : new Timestamp(middle.Seconds + window + 1, 0);
        return (since > first ? since : first, until < last ? until : last);
    }

    private static Option<string[]> Repeatable(string name, string help, string description) =>
        new(name) { Description = description + "; repeatable", HelpName = help };

    private static long Memory(string? text)
    {
        if (text is null)
            return new TimelineOptions().MemoryBytes;
        long unit = text[^1..].ToUpperInvariant() switch { "K" => 1L << 10, "M" => 1L << 20, "G" => 1L << 30, _ => 1 };
        string digits = unit == 1 ? text : text[..^1];
        if (!long.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number) || number < 1
            || number > long.MaxValue / unit)
            throw new UsageException($"--memory takes a size such as 64M, not {DisplayText.Escape(text)}");
        return Math.Min(number * unit, 1L << 30);
    }
}
