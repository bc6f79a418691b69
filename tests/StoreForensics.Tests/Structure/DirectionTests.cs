using StoreForensics.Primitives;

namespace StoreForensics.Tests.Structure;

/// <summary>The path of the data is the architecture: a room of the library uses only what comes before it. What a room is, <see cref="Rooms"/> says.</summary>
public sealed class DirectionTests
{
    /// <summary>Every room with those that it may use besides itself. A folder that is not named belongs to the nearest one above that is.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Primitives"] = [],
    };

    [Test]
    public void Every_room_uses_only_what_comes_before_it()
    {
        (string From, string To, string Example)[] uses = [.. Uses()];
        string[] wrong = [.. uses.Where(u => !s_allowed[u.From].Contains(u.To)).Select(u => $"{u.From} -> {u.To}: {u.Example}").Order(StringComparer.Ordinal)];
        Assert.Multiple(() =>
        {
            Assert.That(string.Join('\n', wrong), Is.Empty);
            Assert.That(uses, Has.Length.GreaterThan(40), "edges looked at");
        });
    }

    private static IEnumerable<(string From, string To, string Example)> Uses() =>
        TypeUses.Of(typeof(ProblemLog).Assembly)
            .Select(u => (From: RoomOf(u.From), To: RoomOf(u.To), Example: $"{u.From.Name} uses {u.To.Name}"))
            .Where(u => u.From != u.To && u.From.Length > 0)
            .GroupBy(u => (u.From, u.To)).Select(g => (g.Key.From, g.Key.To, g.Min(u => u.Example)!));

    private static string RoomOf(Type type)
    {
        string folder = type.Namespace is { } name && name.StartsWith("StoreForensics.", StringComparison.Ordinal) ? name["StoreForensics.".Length..] : "";
        while (folder.Length > 0 && !s_allowed.ContainsKey(folder))
            folder = folder.Contains('.', StringComparison.Ordinal) ? folder[..folder.LastIndexOf('.')] : "?" + folder;
        return folder;
    }
}
