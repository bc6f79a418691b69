using StoreForensics.Model;
using StoreForensics.Primitives;
using static StoreForensics.Tests.Stores.LayeredSample;

namespace StoreForensics.Tests.Stores.Docker.Containers;

/// <summary>What only a configuration file tells is unknown where that file cannot be read, and known again from a whole one under a temporary name.</summary>
internal sealed class LostConfigurationTests
{
    private const string Own = "/config.v2.json", Host = "/hostconfig.json";

    private static readonly string[] s_lost = ["", "\0", new('\0', 5000), "{\"ID\":", "[]"];

    [Test]
    public void Of_a_whole_container_nothing_is_unknown()
    {
        Container container = Read(Make());
        Assert.That((container.IsConfigKnown, container.IsHostConfigKnown), Is.EqualTo((true, true)));
        Assert.That(OfHost(container).Concat(OfConfiguration(container)).Select(o => o is null), Has.None.True);
    }

    [Test]
    public void What_the_host_configuration_tells_is_unknown_without_it([ValueSource(nameof(s_lost))] string text)
    {
        Container container = Read(Make().File(Home + Host, text));
        Assert.That(container.IsHostConfigKnown, Is.False);
        Assert.That(OfHost(container), Has.All.Null);
        Assert.That((container.Ports, container.Links), Is.EqualTo(((object?)null, (object?)null)), "of what was asked for nothing is known");
        Assert.That(OfConfiguration(container).Except([container.Ports, container.Links]), Has.None.Null);
    }

    [Test]
    public void What_the_host_configuration_tells_is_unknown_where_it_is_missing() =>
        Assert.That(OfHost(Read(Make().Without(Home + Host))), Has.All.Null);

    [Test]
    public void What_the_configuration_tells_is_unknown_without_it([ValueSource(nameof(s_lost))] string text)
    {
        Container container = Read(Make().File(Home + Own, text));
        Assert.That(container.IsConfigKnown, Is.False);
        Assert.That(OfConfiguration(container), Has.All.Null);
        Assert.That(OfHost(container), Has.None.Null);
    }

    [Test]
    public void What_the_configuration_tells_is_unknown_where_it_is_missing() =>
        Assert.That(OfConfiguration(Read(Make().Without(Home + Own))), Has.All.Null);

    [TestCase("")]
    [TestCase("\0\0\0\0")]
    [TestCase(null)]
    public void A_whole_temporary_configuration_is_used_and_named(string? lost)
    {
        MadeStore store = Make();
        string whole = store.Text(Home + Own), place = Home + "/.tmp-config.v2.json2";
        store.File(Home + "/.tmp-config.v2.json1", whole[..40]).File(place, whole).File(Home + "/.tmp-config.v2.json3",
            "{\"ID\":\"other\",\"Name\":\"/other\"}");
        Container container = Read(lost is null ? store.Without(Home + Own) : store.File(Home + Own, lost));
        Assert.That((container.Name, container.State, container.Origin.Path.ToString()), Is.EqualTo(("web", "exited", place)));
        Problem told = store.Problems.Sorted().Single(p => p.Code == "SF-CONTAINER-0021");
        Assert.That((told.Origin.Path.ToString(), told.Severity), Is.EqualTo((place, ProblemSeverity.Warning)));
        Assert.That(store.Problems.HasDamage, Is.EqualTo(lost is not null));
    }

    [Test]
    public void A_whole_temporary_host_configuration_is_used_and_named()
    {
        MadeStore store = Make();
        store.File(Home + "/.tmp-hostconfig.json7", "{\"CapAdd\":[\"SYS_ADMIN\"]}").File(Home + Host, "");
        Assert.That(Read(store).CapAdd, Is.EqualTo(new[] { "SYS_ADMIN" }));
        Assert.That(store.Problems.Sorted().Where(p => p.Code == "SF-CONTAINER-0021").Select(p => p.Origin.Path.ToString()),
            Is.EqualTo(new[] { Home + "/.tmp-hostconfig.json7" }));
    }

    [Test]
    public void A_temporary_file_beside_a_whole_one_is_not_used()
    {
        MadeStore store = Make();
        store.File(Home + "/.tmp-config.v2.json1", store.Text(Home + Own).Replace("/web", "/other", StringComparison.Ordinal));
        Assert.That(Read(store).Name, Is.EqualTo("web"));
        Assert.That(store.Codes, Has.No.Member("SF-CONTAINER-0021"));
    }

    private static object?[] OfHost(Container c) => [c.CapAdd, c.CapDrop, c.Isolation.SecurityOpt, c.Isolation.Devices];

    private static object?[] OfConfiguration(Container c) => [c.Env, c.Labels, c.Mounts, c.Ports, c.Links, c.Networks];

    private static Container Read(MadeStore store) => store.Read().Containers.Single();
}
