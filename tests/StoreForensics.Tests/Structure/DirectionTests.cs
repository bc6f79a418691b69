using StoreForensics.Primitives;

namespace StoreForensics.Tests.Structure;

/// <summary>The path of the data is the architecture: a room of the library uses only what comes
/// before it, save the root, which puts all of them together and is used by none.</summary>
public sealed class DirectionTests
{
    /// <summary>Every room with those that it may use besides itself. A folder that is not named belongs to the nearest one above that is.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Primitives"] = [],
        ["Formats.Compression"] = ["Primitives"],
        ["Evidence"] = ["Formats.Compression", "Primitives"],
        ["Ingest"] = ["Evidence", "Formats.Compression", "Primitives"],
        // A tar-split is made of a tar's headers.
        ["Formats"] = ["Evidence", "Formats.Compression", "Ingest", "Primitives"],
        ["Model"] = ["Evidence", "Primitives"],
        ["Views"] = ["Evidence", "Model", "Primitives"],
        ["Extraction"] = ["Evidence", "Model", "Primitives", "Views"],
        ["Logs"] = ["Evidence", "Formats", "Model", "Primitives"],
        // Engines and drivers are registered in Stores; what they share lies there too. Drivers know no engine.
        ["Stores"] = ["Evidence", "Formats", "Model", "Primitives", "Stores.Archives", "Stores.BuildKit", "Stores.Checkpoints", "Stores.Containerd", "Stores.Docker", "Stores.Drivers", "Stores.Registry"],
        ["Stores.Containerd"] = ["Evidence", "Formats", "Model", "Primitives", "Stores", "Stores.Drivers"],
        ["Stores.Archives"] = ["Evidence", "Formats", "Model", "Primitives", "Stores", "Stores.Drivers"],
        ["Stores.Registry"] = ["Evidence", "Formats", "Model", "Primitives", "Stores"],
        ["Stores.Checkpoints"] = ["Evidence", "Formats", "Model", "Primitives", "Stores", "Stores.Drivers"],
        ["Stores.BuildKit"] = ["Evidence", "Formats", "Logs", "Model", "Primitives", "Stores"],
        ["Stores.Drivers"] = ["Evidence", "Formats", "Model", "Primitives", "Stores"],
        ["Stores.Docker"] = ["Evidence", "Formats", "Logs", "Model", "Primitives", "Stores", "Stores.BuildKit", "Stores.Drivers", "Views"],
        ["Copies"] = ["Evidence", "Formats", "Model", "Primitives"],
        ["Host"] = ["Evidence", "Formats", "Formats.Compression", "Logs", "Model", "Primitives", "Stores"],
        ["Verification"] = ["Evidence", "Formats", "Ingest", "Model", "Primitives", "Stores", "Views"],
        // Log lines are read while events are made: they would not fit into an inventory.
        ["Timeline"] = ["Evidence", "Logs", "Model", "Primitives", "Views"],
        // Log lines again; the examples of rules are views of made-up layers.
        ["Findings"] = ["Evidence", "Logs", "Model", "Primitives", "Stores.Drivers", "Views"],
        ["Cases"] = ["Evidence", "Model", "Primitives", "Timeline"],
        ["Reports"] = ["Cases", "Evidence", "Model", "Primitives", "Timeline", "Views"],
    };

    [Test]
    public void Every_room_uses_only_what_comes_before_it()
    {
        (string From, string To, string Example)[] uses = [.. Uses()];
        string[] wrong = [.. uses.Where(u => !s_allowed.GetValueOrDefault(u.From, []).Contains(u.To)).Select(u =>
            $"{u.From} -> {u.To}: {u.Example}").Order(StringComparer.Ordinal)];
        Assert.Multiple(() =>
        {
            Assert.That(string.Join('\n', wrong), Is.Empty);
            Assert.That(uses, Has.Length.GreaterThan(40), "edges looked at");
        });
    }

    private static IEnumerable<(string From, string To, string Example)> Uses() =>
        TypeUses.Of(typeof(ProblemLog).Assembly)
            .Select(u => (From: RoomOf(u.From), To: RoomOf(u.To), Example: $"{u.From.Name} uses {u.To.Name}"))
            .Where(u => u.From != u.To && u.From is not ("" or "(root)") && !u.To.StartsWith('<') && u.To.Length > 0)
            .GroupBy(u => (u.From, u.To)).Select(g => (g.Key.From, g.Key.To, g.Min(u => u.Example)!));

    private static string RoomOf(Type type)
    {
        string folder = type.Namespace is { } name && name.StartsWith("StoreForensics.", StringComparison.Ordinal) ? name["StoreForensics.".Length..]
            : type.Name.StartsWith('<') ? "" : type.Namespace == "StoreForensics" ? "(root)" : "";
        while (folder.Contains('.', StringComparison.Ordinal) && !s_allowed.ContainsKey(folder))
            folder = folder[..folder.LastIndexOf('.')];
        return folder;
    }
}
