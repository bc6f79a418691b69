using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Layered;

namespace StoreForensics.Tests.Stores.Docker.Layered;

public sealed class ContainerLinksTests
{
    private static readonly string s_id = new string('a', 12) + new string('1', 52), s_alike = new string('a', 12) + new string('2', 52);

    [TestCase("db:store", "/db:/web/store")]
    [TestCase("aaaaaaaaaaaa:store", "/db:/web/store", Description = "the first that the id fits")]
    [TestCase("aaaaaaaaaaaa2:store", "/cache:/web/store")]
    [TestCase("aaaaaaaaaaa:store", "/aaaaaaaaaaa:/web/store", Description = "too short for an id")]
    [TestCase("bbbbbbbbbbbb:store", "/bbbbbbbbbbbb:/web/store")]
    [TestCase("aaaaaaaaaaaa1:store", "/aaaaaaaaaaaa1:/web/store", Description = "a name before an id")]
    public void Targets_are_called_by_name(string link, string expected)
    {
        Container[] containers = [Of(s_id, "db"), Of(s_alike, "cache"), Of(new string('c', 64), "aaaaaaaaaaaa1"), Of(new string('d', 64), "web")];
        containers[3].Links = [link];
        ContainerLinks.Spell(containers);

        Assert.That(containers[3].Links, Is.EqualTo(new[] { expected }));
    }

    private static Container Of(string id, string name) =>
        new()
        {
            Id = id,
            Name = name,
            Origin = new Origin("e", default),
            Store = new StoreInfo { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = new Origin("e", default) }
        };
}
