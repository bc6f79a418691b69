using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SampleRecipes.Engine;

/// <summary>
/// Builds <c>linkgraph.db</c> by the statements that the engine runs, in its order: the schema, the root row, then one
/// transaction for each container or link. Page size 1024 and rows that are left in place when deleted, as the library
/// bundled with engines of the age had it.
/// </summary>
internal sealed class LinkGraph : IDisposable
{
    private const string EntityTable =
        "CREATE TABLE entity (\n        id text NOT NULL PRIMARY KEY\n    )";

    private const string EdgeTable =
        """
        CREATE TABLE edge (
                "entity_id" text NOT NULL,
                "parent_id" text NULL,
                "name" text NOT NULL,
                CONSTRAINT "parent_fk" FOREIGN KEY ("parent_id") REFERENCES "entity" ("id"),
                CONSTRAINT "entity_fk" FOREIGN KEY ("entity_id") REFERENCES "entity" ("id")
                )
        """;

    private const string EdgeIndex = "CREATE UNIQUE INDEX \"name_parent_ix\" ON \"edge\" (parent_id, name)";
    private const string RootId = "0";

    private readonly string _path = Path.GetTempFileName();
    private readonly SqliteConnection _connection;

    public LinkGraph()
    {
        // Foreign keys are off as they were then: a removed container's id may stay behind as a parent.
        string settings = new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, ForeignKeys = false }.ToString();
        _connection = new SqliteConnection(settings);
        _connection.Open();
        Run("PRAGMA page_size = 1024");
        Run("PRAGMA secure_delete = OFF");
        Run(EntityTable);
        Run(EdgeTable);
        Run(EdgeIndex);
        using SqliteTransaction transaction = _connection.BeginTransaction();
        Run("INSERT INTO entity (id) VALUES ($1)", RootId);
        Run("INSERT INTO edge (entity_id, name) VALUES ($1, $2)", RootId, "/");
        transaction.Commit();
    }

    /// <summary>A new container under its name.</summary>
    public void AddContainer(string id, string name)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        Run("INSERT INTO entity (id) VALUES ($1)", id);
        AddEdge(RootId, name, id);
        transaction.Commit();
    }

    /// <summary>A link: <paramref name="alias"/> is what <paramref name="owner"/> calls the other container.</summary>
    public void AddLink(string owner, string alias, string target)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        AddEdge(owner, alias, target);
        transaction.Commit();
    }

    /// <summary>Removes a container as <c>docker rm</c> does: its links to others stay behind.</summary>
    public void RemoveContainer(string id)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        Run("DELETE FROM edge WHERE entity_id = $1", id);
        Run("DELETE FROM entity WHERE id = $1", id);
        transaction.Commit();
    }

    /// <summary>The file as it is now; ends the writing.</summary>
    public byte[] ToBytes()
    {
        _connection.Close();
        return File.ReadAllBytes(_path);
    }

    public void Dispose()
    {
        _connection.Dispose();
        File.Delete(_path);
    }

    private void AddEdge(string parent, string name, string entity) =>
        Run("INSERT INTO edge (parent_id, name, entity_id) VALUES ($1, $2, $3)", parent, name, entity);

    private void Run(string sql, params string[] values)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue("$" + (i + 1).ToString(CultureInfo.InvariantCulture), values[i]);
        command.ExecuteNonQuery();
    }
}
