using System.Text;
using StoreForensics.Ingest;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Contracts.Stores.Writers;
using StoreForensics.Tests.Formats.Bolt;
using StoreForensics.Tests.Stores;
using static StoreForensics.Tests.Formats.Bolt.BoltBuilder;

namespace StoreForensics.Tests.Faults;

/// <summary>
/// Whatever is thrown at any opening or read of a store's files (JSON, bolt, SQLite, the small texts of drivers and layer databases): no exception comes out,
/// the fault is told as damage, and what lies in other files is there.
/// </summary>
internal sealed class FaultyStoreFilesTests
{
    private static readonly string[] s_stores = ["graph", "layered"];

    /// <param name="kind">Of store.</param>
    /// <param name="isGuarded">Whether the guard of opened evidence stands between, or readers meet the exception as it is.</param>
    [Test]
    public void Every_call([ValueSource(nameof(s_stores))] string kind, [Values] bool isGuarded)
    {
        MadeStore whole = Make(kind);
        FaultySource counting = new(whole, int.MaxValue, InjectedFault.Kinds[0]);
        (int images, int containers) = Read(counting, whole.Problems, isGuarded);
        Assert.That(whole.Problems.Sorted().Select(p => p.Code), Is.Empty);
        Assert.That(counting.Calls, Is.GreaterThan(30));
        for (int nth = 1; nth <= counting.Calls; nth++)
        {
            MadeStore store = Make(kind);
            Func<Exception> make = InjectedFault.Kinds[nth % InjectedFault.Kinds.Length];
            string what = $"call {nth} of {counting.Calls}, {make().GetType().Name}";
            (int Images, int Containers) found = default;
            Assert.That(() => found = Read(new FaultySource(store, nth, make), store.Problems, isGuarded), Throws.Nothing, what);
            Assert.That(store.Problems.HasDamage, what);
            Assert.That(images - found.Images + (containers - found.Containers), Is.LessThanOrEqualTo(1), what);
        }
    }

    /// <summary>Of a store whose indices hold all of a kind in one file: the other kinds are there.</summary>
    [Test]
    public void Every_call_of_containers_storage([Values] bool isGuarded)
    {
        MadeStore whole = new StorageWriter("overlay").Write(SmallStore.Description);
        FaultySource counting = new(whole, int.MaxValue, InjectedFault.Kinds[0]);
        (int images, int containers) = Read(counting, whole.Problems, isGuarded);
        Assert.That(whole.Problems.Sorted().Select(p => p.Code), Is.Empty);
        Assert.That(counting.Calls, Is.GreaterThan(20));
        for (int nth = 1; nth <= counting.Calls; nth++)
        {
            MadeStore store = new StorageWriter("overlay").Write(SmallStore.Description);
            Func<Exception> make = InjectedFault.Kinds[nth % InjectedFault.Kinds.Length];
            string what = $"call {nth} of {counting.Calls}, {make().GetType().Name}";
            (int Images, int Containers) found = default;
            Assert.That(() => found = Read(new FaultySource(store, nth, make), store.Problems, isGuarded), Throws.Nothing, what);
            Assert.That(store.Problems.HasDamage, what);
            Assert.That(found.Images == images || found.Containers == containers, what);
        }
    }

    private static (int Images, int Containers) Read(FaultySource source, ProblemLog problems, bool isGuarded)
    {
        var inventory = new Inventory();
        using var scratch = new Scratch();
        WholeReading.Of(isGuarded ? new GuardedSource(source, new OpenOptions { Scratch = scratch, Problems = problems }) : source, inventory, problems);
        foreach (Container container in inventory.Containers)
            _ = problems.ContainEach(container.Origin, () => ContainerLog.Read(container, problems)).Count();
        return (inventory.Images.Count, inventory.Containers.Count);
    }

    private static MadeStore Make(string kind) => kind == "graph" ? GraphSample.Make() : LayeredSample.Make()
        .File("network/files/local-kv.db", Database("libnetwork", Value("docker/network/v1.0/network/n1/",
            [.. BitConverter.GetBytes(1UL), .. Encoding.UTF8.GetBytes("""{"name":"net","id":"n1","networkType":"bridge"}""")])))
        .File("volumes/metadata.db", Database("volumes", Value("data", """{"Name":"data","Driver":"local"}"""))).Folder("volumes/data/_data");

    private static byte[] Database(string bucket, params Item[] items)
    {
        var b = new BoltBuilder();
        return b.Leaf(3, b.Bucket(bucket, 4)).Leaf(4, items).Meta(0, 3, 2).Meta(1, 3, 1).Build();
    }
}
