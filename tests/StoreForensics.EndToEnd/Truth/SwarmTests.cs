using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Layered;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary><c>swarm</c> against what the manager's API said (truth/swarm); what was removed before that, against the scenario.</summary>
public sealed class SwarmTests
{
    private static readonly Lazy<IReadOnlyList<JsonRow>> s_rows = new(() => LayeredEvidence.Reed.Ask("swarm").JsonRows());

    /// <summary>Without the time of the last update, which went on after the API was asked.</summary>
    [Test]
    public void Services_are_those_of_inspect()
    {
        var says = new Disagreements();
        says.SameSet("services", Told("service-*.json").Select(Service), Own("service").Where(r => r.Flag("removed") == false).Select(r => string.Join('|',
            r.Text("id"), r.Text("name"), EngineTime.Canonical(r.Text("created")), r.Text("mode"), r.Text("replicas"),
            r.Text("image"), string.Join(',', r.List("env")), string.Join(',', r.List("secrets")), string.Join(',', r.List("configs")),
            string.Join(',', r.List("mounts")), Pairs(r.Map("labels")))));
        says.AssertNone();
        Assert.That(Told("service-*.json").Count(), Is.EqualTo(4));
    }

    /// <summary>The task whose state changed after the API was asked has the later state.</summary>
    [Test]
    public void Tasks_are_those_of_the_API()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TruthPath("tasks.json")));
        JsonElement[] told = [.. document.RootElement.EnumerateArray()];
        var says = new Disagreements();
        says.SameSet("tasks", told.Select(Task), Own("task").Where(r => r.Flag("removed") == false).Select(r => string.Join('|',
            r.Text("id"), r.Text("service_id"), r.Text("slot"), r.Text("node_id"), r.Text("state"), r.Text("desired_state"), r.Text("container_id"),
            EngineTime.Canonical(r.Text("created")), EngineTime.Canonical(r.Text("state_time")), r.Text("error"))));
        says.AssertNone();
        Assert.That(told, Has.Length.EqualTo(7));
    }

    [Test]
    public void Nodes_secrets_and_configs_are_those_of_inspect()
    {
        var says = new Disagreements();
        foreach (string kind in (string[])["node", "secret", "config"])
            says.SameSet(kind, Told($"{kind}-*.json").Select(e => $"{e.Text("ID")} {EngineTime.Canonical(e.Text("CreatedAt"))} {Name(e)}"),
                Own(kind).Where(r => r.Flag("removed") == false).Select(r => $"{r.Text("id")} {EngineTime.Canonical(r.Text("created"))} {r.Text("name")}"));
        says.AssertNone(3);
    }

    /// <summary>No value of a secret stands in any output, and the manager's log has them all.</summary>
    [Test]
    public void What_was_removed_is_told_and_values_are_not()
    {
        Assert.That(s_rows.Value.Where(r => r.Flag("removed") == true).Select(r => (r.Text("kind"), r.Text("name"))), Is.EquivalentTo(new[]
        {
            ("service", "gone"), ("secret", "oldsecret"), ("task", "gone.1"),
        }));
        Assert.That(s_rows.Value.Select(r => r.ToString()), Has.None.Contains("FAKE-reed-db"));
        Assert.That(Own("secret").Single(r => r.Text("name") == "dbpass").Number("size"), Is.EqualTo(12));
    }

    private static string TruthPath(string name) => Path.Combine(SharedFolder.Require("evidence/reed/truth/swarm"), name);

    private static IEnumerable<JsonRow> Own(string kind) => s_rows.Value.Where(r => r.Text("kind") == kind);

    private static IEnumerable<JsonElement> Told(string pattern)
    {
        foreach (string file in Directory.GetFiles(TruthPath(""), pattern))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            foreach (JsonElement one in document.RootElement.EnumerateArray().ToArray())
                yield return one.Clone();
        }
    }

    private static string? Name(JsonElement one) => one.At("Spec", "Name")?.GetString() ?? one.At("Description", "Hostname")?.GetString();

    private static string Service(JsonElement one)
    {
        JsonElement container = one.At("Spec", "TaskTemplate", "ContainerSpec")!.Value;
        JsonElement? replicas = one.At("Spec", "Mode", "Replicated", "Replicas");
        return string.Join('|', one.Text("ID"), one.At("Spec", "Name"), EngineTime.Canonical(one.Text("CreatedAt")),
            replicas is null ? "global" : "replicated", replicas, container.Text("Image"),
            string.Join(',', Each(container, "Env").Select(e => e.GetString())), string.Join(',', Each(container, "Secrets").Select(e => e.Text("SecretName"))),
            string.Join(',', Each(container, "Configs").Select(e => e.Text("ConfigName"))), string.Join(',', Each(container, "Mounts").Select(m =>
                $"{m.Text("Type")} {m.Text("Source")}:{m.Text("Target")}{(m.At("ReadOnly")?.GetBoolean() == true ? ":ro" : "")}")),
            Pairs(one.At("Spec", "Labels")?.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetString())) ?? []));
    }

    private static string Task(JsonElement one) => string.Join('|', one.Text("ID"), one.Text("ServiceID"), one.At("Slot"), one.Text("NodeID"),
        one.At("Status", "State"), one.Text("DesiredState"), one.At("Status", "ContainerStatus", "ContainerID"), EngineTime.Canonical(one.Text("CreatedAt")),
        EngineTime.Canonical(one.At("Status", "Timestamp")?.GetString()), one.At("Status", "Err"));

    private static string Pairs(IEnumerable<KeyValuePair<string, string?>> labels) =>
        string.Join(',', labels.Select(l => $"{l.Key}={l.Value}").Order(StringComparer.Ordinal));

    private static IEnumerable<JsonElement> Each(JsonElement of, string name) => of.At(name)?.EnumerateArray() ?? Enumerable.Empty<JsonElement>();
}
