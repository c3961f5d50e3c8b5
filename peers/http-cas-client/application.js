// A page for people who signed in. Variables: CAS_URL, CAS_VERSION, BASE, PORT.

const http = require("http");
const casClient = require("http-cas-client");

const protect = casClient({
  cas: Number(process.env.CAS_VERSION),
  casServerUrlPrefix: process.env.CAS_URL,
  serverName: process.env.BASE,
});

http
  .createServer(async (request, response) => {
    try {
      if (await protect(request, response)) {
        response.setHeader("Content-Type", "application/json");
        response.write(JSON.stringify(request.principal));
      }
    } catch (error) {
      // This is how the client says that a ticket is not good.
      console.error(error.message);
      response.statusCode = 403;
    }
    response.end();
  })
  .listen(Number(process.env.PORT), "127.0.0.1");
