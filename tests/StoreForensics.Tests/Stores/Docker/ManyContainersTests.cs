using System.Globalization;
using StoreForensics.Model;

namespace StoreForensics.Tests.Stores.Docker;

/// <summary>More containers than are read one after the other.</summary>
public sealed class ManyContainersTests
{
    private const int Count = 500;

    [Test]
    public void They_come_in_their_order_and_so_do_their_problems()
    {
        (string[] ids, string[] problems)[] readings = [.. Enumerable.Range(0, 3).Select(_ => Read())];
        Assert.Multiple(() =>
        {
            Assert.That(readings[0].ids, Has.Length.EqualTo(Count + 1));
            Assert.That(readings[0].ids, Is.Ordered.Using((System.Collections.IComparer)StringComparer.Ordinal));
            Assert.That(readings[0].problems.Count(p => p.StartsWith("SF-JSON-0002", StringComparison.Ordinal)), Is.EqualTo(Count / 5));
            Assert.That(readings[1], Is.EqualTo(readings[0]));
            Assert.That(readings[2], Is.EqualTo(readings[0]));
        });
    }

    private static (string[], string[]) Read()
    {
        MadeStore store = LayeredSample.Make();
        for (int i = 0; i < Count; i++)
        {
            string id = i.ToString("x8", CultureInfo.InvariantCulture).PadLeft(64, '0');
            store.File($"containers/{id}/config.v2.json", i % 5 == 0 ? "{broken" : $$"""{"ID":"{{id}}","Name":"/c{{i}}","Driver":"overlay2","Config":{} }""");
            store.File($"containers/{id}/hostconfig.json", "{}");
        }
        var inventory = new Inventory();
        WholeReading.Of(store, inventory, store.Problems);
        return ([.. inventory.Containers.Select(c => c.Id)], [.. store.Problems.Sorted().Select(p => $"{p.Code} {p.Origin.Path}")]);
    }
}
